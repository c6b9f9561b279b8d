; What the setup for Windows says in Chinese, over Inno Setup's own English: most of its versions come without Chinese.

[LangOptions]
LanguageName=<7B80><4F53><4E2D><6587>
LanguageID=$0804
LanguageCodePage=936
DialogFontName=Microsoft YaHei UI
DialogFontSize=9

[Messages]
SetupAppTitle=安装
SetupWindowTitle=安装 - %1
UninstallAppTitle=卸载
UninstallAppFullTitle=%1 卸载
InformationTitle=提示
ConfirmTitle=请确认
ErrorTitle=出错

SetupLdrStartupMessage=将安装 %1。要继续吗？
LdrCannotCreateTemp=不能创建临时文件，安装中止
LdrCannotExecTemp=不能运行临时文件夹里的文件，安装中止
LastErrorMessage=%1。%n%n错误 %2：%3
SetupFileMissing=安装文件夹里缺少 %1。请重新拷贝安装程序。
SetupFileCorrupt=安装文件已损坏。请重新拷贝安装程序。
SetupFileCorruptOrWrongVer=安装文件已损坏，或者与安装程序的版本不符。请重新拷贝安装程序。
SetupAlreadyRunning=安装程序已经在运行。
WindowsVersionNotSupported=这台电脑的 Windows 版本太旧，装不了这个程序。
WinVersionTooLowError=这个程序需要 %1 %2 或更新的版本。
OnlyOnTheseArchitectures=这个程序只能装在以下类型的 Windows 上：%n%n%1
SetupAppRunningError=%1 正在运行。%n%n请先把它关掉，再点“确定”；点“取消”退出安装。
UninstallAppRunningError=%1 正在运行。%n%n请先把它关掉，再点“确定”；点“取消”退出卸载。

ErrorCreatingDir=不能创建文件夹“%1”
ErrorTooManyFilesInDir=文件夹“%1”里的文件太多，不能再创建

ExitSetupTitle=退出安装
ExitSetupMessage=还没有装完。现在退出，程序就装不上。%n%n以后可以再运行一次安装程序。%n%n要退出吗？

ButtonBack=< 上一步(&B)
ButtonNext=下一步(&N) >
ButtonInstall=安装(&I)
ButtonOK=确定
ButtonCancel=取消
ButtonYes=是(&Y)
ButtonYesToAll=全部选是(&A)
ButtonNo=否(&N)
ButtonNoToAll=全部选否(&O)
ButtonFinish=完成(&F)
ButtonBrowse=浏览(&B)…
ButtonWizardBrowse=浏览(&R)…
ButtonNewFolder=新建文件夹(&M)
SelectLanguageTitle=选择语言
SelectLanguageLabel=安装时使用的语言：
ClickNext=点“下一步”继续，点“取消”退出安装。

DiskSpaceMBLabel=至少需要 [mb] MB 磁盘空间。
DiskSpaceWarningTitle=磁盘空间不足
DiskSpaceWarning=安装至少需要 %1 KB，所选磁盘只剩 %2 KB。%n%n仍要继续吗？

WizardReady=准备安装
ReadyLabel1=可以安装 [name] 了。
ReadyLabel2a=点“安装”开始；点“上一步”可以查看或更改设置。
ReadyLabel2b=点“安装”开始。已有的记录不会受影响。
ReadyMemoDir=安装位置：

WizardPreparing=准备安装
PreparingDesc=正在准备安装 [name]。
PreviousInstallNotCompleted=上一次安装或卸载没有做完。请重新启动电脑。%n%n重新启动以后，再运行一次安装程序，装完 [name]。
CannotContinue=不能继续安装。请点“取消”退出。
ApplicationsFound=下列程序正在使用要更新的文件。建议让安装程序自动关闭它们。
ApplicationsFound2=下列程序正在使用要更新的文件。建议让安装程序自动关闭它们，装完以后再打开。
CloseApplications=自动关闭这些程序(&A)
DontCloseApplications=不关闭这些程序(&D)
ErrorCloseApplications=有的程序关不掉。建议先把正在使用这些文件的程序都关掉，再继续。

WizardInstalling=正在安装
InstallingLabel=正在安装 [name]，请稍候。
FinishedHeadingLabel=[name] 已装好
FinishedLabelNoIcons=[name] 已经装在这台电脑上。
FinishedLabel=[name] 已经装在这台电脑上，点桌面上或者开始菜单里的图标打开。
ClickFinish=点“完成”退出安装。
FinishedRestartLabel=要装完 [name]，需要重新启动电脑。现在重新启动吗？
FinishedRestartMessage=要装完 [name]，需要重新启动电脑。%n%n现在重新启动吗？
YesRadio=是，现在重新启动(&Y)
NoRadio=否，以后再重新启动(&N)

SetupAborted=没有装完。%n%n请解决问题以后，再运行一次安装程序。
AbortRetryIgnoreChooseAction=请选择
AbortRetryIgnoreRetry=再试一次(&T)
AbortRetryIgnoreProceedAnyway=不管它，继续(&I)
AbortRetryIgnoreCancel=取消安装
StatusClosingApplications=正在关闭程序…
StatusCreateDirs=正在创建文件夹…
StatusExtractFiles=正在展开文件…
StatusCreateIcons=正在创建图标…
StatusCreateRegistryEntries=正在登记…
StatusSavingUninstall=正在保存卸载信息…
StatusRunProgram=正在完成安装…
StatusRestartingApplications=正在重新打开程序…
StatusRollback=正在撤销…

ErrorInternal2=内部错误：%1
ErrorFunctionFailedNoCode=%1 失败
ErrorFunctionFailed=%1 失败；代码 %2
ErrorFunctionFailedWithMessage=%1 失败；代码 %2。%n%3
ErrorExecutingProgram=不能运行文件：%n%1
FileAbortRetryIgnoreSkipNotRecommended=跳过这个文件(&S)（不建议）
FileAbortRetryIgnoreProceedAnywayNotRecommended=不管它，继续(&I)（不建议）
SourceIsCorrupted=安装文件已损坏
SourceDoesntExist=安装文件“%1”不存在
ErrorReadingExistingDest=读取原有的文件时出错：
ErrorChangingAttr=更改原有文件的属性时出错：
ErrorCreatingTemp=在安装位置创建文件时出错：
ErrorReadingSource=读取安装文件时出错：
ErrorCopying=复制文件时出错：
ErrorReplacingExistingFile=替换原有的文件时出错：
ErrorRenamingTemp=在安装位置给文件改名时出错：
ErrorRestartingComputer=不能重新启动电脑，请自己重新启动。

UninstallNotFound=文件“%1”不存在，不能卸载。
UninstallOpenError=文件“%1”打不开，不能卸载
UninstallDataCorrupted=文件“%1”已损坏，不能卸载
ConfirmUninstall=要卸载 %1 吗？记录会留在这台电脑上。
UninstallStatusLabel=正在卸载 %1，请稍候。
UninstalledAll=%1 已卸载，记录还在原处。
UninstalledMost=%1 已卸载，记录还在原处。%n%n有的文件没有删掉，可以自己删除。
UninstalledAndNeedsRestart=要卸载完 %1，需要重新启动电脑。%n%n现在重新启动吗？
WizardUninstalling=正在卸载
StatusUninstalling=正在卸载 %1…

ShutdownBlockReasonInstallingApp=正在安装 %1。
ShutdownBlockReasonUninstallingApp=正在卸载 %1。

[CustomMessages]
LaunchProgram=打开 %1
