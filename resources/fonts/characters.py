"""Prints the characters that the bundled font must hold: GB 2312, signs, names, and what these resources say."""

from __future__ import annotations

from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[1]

# Outside GB 2312, in names of people and places. The font draws those of them that it has.
NAMES = (
    "㛃䶮㑇㙟㛹㟃㠓䜣䲟䴖·•喆堃昇珺玥璟瑄琬琰珩玙璠瑀琎珅珮玚瑨璘璆琁玎玹"
    "赟頔祎婳媖嫄姮妘彧翀翯鋆镕镠颢骉犇羴垚昉晞暐晳昳旸睿翊芃苒菀蓁蕤芠莐茜濛沄洺浠湉溦滢潆灏"
    "烜烨焜煜熠燚炘炆煊煕枘栢桦梓梣楷榕槿檬棫忞怡恺懿宸寁屾峃峤崟嵘嶒巘仝伃佥侗俍俣偲傧冼凊劼"
    "翾翙耘聿肸胤腾臻莅莙菉葳蒨蔺薇薰蘅虓蛟袆裎詠誼諴譞讓豪贇逄逯遒郄郗鄢郜郓钊钐钰钲铖铭锟锜锴鎏鑫闳闿"
    "阆靖靚韬頵顒顗颋飏飖飚馡骁骅骐骕骢鹍麒麟黛黻黼齐龑龚"
    "垟岙埭塍漈溇墈堨堽墩墺坳坶垅垾埗埝堍塆塘墉砩硚硖碶磡礐祊浬浉浔渑溠漷潀瀹灞"
)
# Ranges of signs: Latin, Greek for measures, punctuation, money, arrows, ticks, circled numbers, full-width forms.
RANGES = [
    (0x20, 0x7E), (0xA0, 0x17F), (0x391, 0x3C9), (0x2010, 0x2027), (0x2030, 0x203B), (0x20AC, 0x20AC),
    (0x2103, 0x2122), (0x2150, 0x2182), (0x2190, 0x2199), (0x21B5, 0x21B5), (0x2200, 0x22A5), (0x2300, 0x232B),
    (0x2460, 0x249B), (0x2500, 0x2542), (0x25A0, 0x25EF), (0x2605, 0x2642), (0x2713, 0x2717), (0x3000, 0x301E),
    (0x3021, 0x3029), (0x3200, 0x3243), (0x3280, 0x32B0), (0x338E, 0x33D5), (0xFE30, 0xFE4F), (0xFF01, 0xFF5E),
    (0xFFE0, 0xFFE5),
]  # fmt: skip


def gb2312() -> set[str]:
    """The 6763 characters and 682 signs of GB/T 2312."""
    found = set()
    for row in range(0xA1, 0xF8):
        for cell in range(0xA1, 0xFF):
            try:
                found.add(bytes([row, cell]).decode("gb2312"))
            except UnicodeDecodeError:
                continue  # a place of the table that was never given out
    return found


def written_here() -> set[str]:
    """Every character in the words and samples that come with the program."""
    return {
        sign
        for end in ("toml", "csv", "json")
        for path in RESOURCES.rglob(f"*.{end}")
        for sign in path.read_text(encoding="utf-8")
        if sign.isprintable()
    }


def characters() -> str:
    """All of them, each once, in order."""
    signs = {chr(code) for first, last in RANGES for code in range(first, last + 1)}
    return "".join(sorted(gb2312() | signs | set(NAMES) | written_here()))


if __name__ == "__main__":
    print(characters())
