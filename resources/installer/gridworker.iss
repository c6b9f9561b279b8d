; The setup for Windows, per person, without administrator rights (Inno Setup 6.3): iscc resources\installer\gridworker.iss
; after dist\gridworker was built there (docs/guides/district.md, step 12). What was recorded lies in another folder and
; is never touched.

#ifndef Version
  #define Version "0.1.0"
#endif

[Setup]
; Qt needs it.
MinVersion=10.0.17763
AppId={{6F4C1C64-6E0B-4B7E-9C5A-5C1F4E5D7A11}
AppName=网格工作台
AppVersion={#Version}
AppPublisher=gridworker
DefaultDirName={localappdata}\Programs\gridworker
DefaultGroupName=网格工作台
DisableDirPage=yes
DisableProgramGroupPage=yes
ShowLanguageDialog=auto
PrivilegesRequired=lowest
OutputDir=..\..\dist
OutputBaseFilename=gridworker-{#Version}-windows
SetupIconFile=..\..\build\icons\gridworker.ico
UninstallDisplayIcon={app}\gridworker.exe
Compression=lzma2/max
SolidCompression=yes
CloseApplications=yes
RestartApplications=no
WizardStyle=modern
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible

[Languages]
Name: "zh"; MessagesFile: "compiler:Default.isl,chinese.isl"
Name: "en"; MessagesFile: "compiler:Default.isl"

[InstallDelete]
; Files of the version before would be loaded beside those of this one.
Type: filesandordirs; Name: "{app}\_internal"

[UninstallDelete]
; The versions that came from the district, beside the base.
Type: filesandordirs; Name: "{localappdata}\gridworker-program"

[Files]
Source: "..\..\dist\gridworker\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[Icons]
Name: "{group}\网格工作台"; Filename: "{app}\gridworker.exe"
Name: "{userdesktop}\网格工作台"; Filename: "{app}\gridworker.exe"

[Run]
Filename: "{app}\gridworker.exe"; Description: "{cm:LaunchProgram,网格工作台}"; Flags: nowait postinstall skipifsilent
