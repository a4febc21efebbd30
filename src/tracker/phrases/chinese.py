"""The Chinese vocabulary of deadline phrases, in simplified characters.

Chinese has no blanks between words, so each word is a pattern: the first one that fits at a place
wins, which is why words that only contain a word of time come first.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from tracker.phrases import numerals
from tracker.phrases.parts import WHOLE, Part

__all__ = ["PATTERNS", "Parts", "Pattern"]

Parts = list[tuple[Part, tuple[int, ...]]]
Pattern = tuple[Part | Callable[[re.Match[str]], Parts], str]

_YEAR = "(?:19|20|21)[0-9][0-9]"
_SIGN = numerals.CHINESE
_AMOUNT = f"(?:[0-9]|{_SIGN}|半|几|数)"
_COUNTED = "(?<=[0-9一二两俩三四五六七八九十百半几数])"  # a unit stands behind a number
_CANNOT = (
    "(?:(?:根本|完全|绝对|几乎|恐怕|还|都|也)*(?:不可能|不太可能|不大可能|做不到|达不到|办不到|实现不了|"
    "造不出|无法|很难|难以|没法|不具备|不现实|恐难|难(?=(?:实现|缓解|完成|达到|有|成|见|改|突破|超|回|恢复|落地|普及))|没有?(?:可能|希望|机会)))"
)
_HAPPENS = (
    "(?=$|[,;。!?]|的|实现|发生|出现|到来|成功|超过|达到|推出|发布|量产|落地|商用|普及|完成|卸任)"
)
_STARTS = (  # what a span is counted from: 上市两年后
    "上市|成立|毕业|入职|发布|推出|开业|开工|投产|启动|建成|离职|退休|结婚|出生|就职|就任|当选|签署|签约|生效|"
    "实施|上线|获批|批准|创立|创办|收购|合并|交付|完工|竣工|登陆|诞生|建立|通过|颁布|开始|开播|开幕|公布|宣布|手术|治疗"
)
_NOT = "(?:[绝决都也]|肯定|一定|应该|大概)*不(?:太?会|太?可能|应该|[能可得应许宜])?"
_WILL = "(?<![大机社协委事开峰晚学展工年全商公聚教国议约])会(?![不议员计场谈见展长费师所])"
_DECIMALS = str.maketrans("零〇一二三四五六七八九首末", "0012345678914")
_MONTH = "(?:1[0-2]|0?[1-9])"
# Before 年内 and 月底: a number that is not read makes neither "this year" nor "this month".
_NO_NUMERAL = "(?<![0-9〇零壹一二两俩三四五六七八九十廿卅百千万亿半几数末])"
_UNITS = {  # months and days of one, by the beginning of the word
    "天": (0, 1), "周": (0, 7), "星": (0, 7), "礼": (0, 7), "个星": (0, 7), "个礼": (0, 7),
    "个月": (1, 0), "个半": (1, 0), "个季": (3, 0), "季": (3, 0), "年": (12, 0), "个世": (1200, 0),
}  # fmt: skip


def _say(*pairs: tuple[Part, tuple[int, ...]]) -> Callable[[re.Match[str]], Parts]:
    """The same words for every match."""
    return lambda _: list(pairs)


def _unit(match: re.Match[str]) -> Parts:
    """`个月`, `年半`: months and days of one, and a half where it is said."""
    text = match[0]
    size = _UNITS[text[:2] if text[:2] in _UNITS else text[0]]
    half: Parts = [(Part.AND_A_HALF, ())] if "半" in text else []
    return [(Part.UNITS, size), *half]


def _number(match: re.Match[str]) -> Parts:
    ends = numerals.chinese(match[0])
    if ends is None:
        return [(Part.UNREADABLE, ())]
    return [(Part.NUMBER, (ends[0] * WHOLE, ends[1] * WHOLE, 0))]


def _digits(text: str) -> int | None:
    """`3`, `二十一`: one whole number."""
    if text.isascii():
        return int(text)
    ends = numerals.chinese(text)
    return ends[0] if ends is not None and ends[0] == ends[1] else None


def _month(match: re.Match[str]) -> Parts:
    number = _digits(match[1])
    return [(Part.UNREADABLE, ())] if number is None or number > 12 else [(Part.MONTH, (0, number))]


def _day(match: re.Match[str]) -> Parts:
    number = _digits(match[1])
    return [(Part.UNREADABLE, ())] if number is None or number > 31 else [(Part.DAY, (number,))]


def _numbered(part: Part) -> Callable[[re.Match[str]], Parts]:
    """The n-th of its kind, the number in digits of either script."""
    return lambda match: [(part, (0, int(match[match.lastindex or 1].translate(_DECIMALS))))]


def _of_year(part: Part, match: re.Match[str]) -> Parts:
    return [(part, (0, int(each.translate(_DECIMALS)))) for each in match.groups()]


def _quarters(match: re.Match[str]) -> Parts:
    first, second = _of_year(Part.QUARTER, match)
    return [first, (Part.OR, ()), second]


PATTERNS: tuple[Pattern, ...] = (
    # words that hold a sign of the vocabulary and no time
    (
        Part.OTHER,
        "月球|月面|月壤|登月|年轻|青年|年龄|少年|老年|年产|年化|年薪|年销|年收|年级|年报|年发电|年用电|年电力|年复合|月表",
    ),
    (
        Part.OTHER,
        "前[景沿瞻列途往提]|前所未有|[空面目当提]前|[最然背先]后|周[鸿边密]|后期|后发",
    ),
    (
        Part.OTHER,
        "内[部存容需置外在]|[国境海室场]内|后[续面台端悔]|初[步级次始]|底[层部线座]|日[常益本均]",
    ),
    (
        Part.OTHER,
        "中[国华美文东欧日俄心央等]|不(?:[仅断同少错]|可[思估避多逆或缺分小]|得[不了已])|无(?:人(?=[机驾车艇系船值零商出化配矿潜])|[论疑线限])|非[常洲]",
    ),
    (Part.OTHER, "年度|[年季月](?:增|减|成长|营收|产能|均|化)|日月光"),
    (
        Part.OTHER,
        "节[能点约省奏]|[环细调关]节|未[知]|一[定直起样般举次方些批系口路面边]|十分|统一|唯一|第三方|取代|替代|[时世]代|代[替表理工码]",
    ),
    # what is said without moving a deadline
    (Part.SKIP, "从(?:现在|今天|今日|即日)(?:起|开始|算起)|(?:自今日?|现在)起"),
    (
        Part.SKIP,
        "时间|之?间(?=内)|晚些时候|稍晚|大概率|可能(?!性)|也许|或许|预计|有望|估计|力争|争取|预定",
    ),
    (
        Part.SKIP,
        f"短短|全年|的(?!话)|在|于|就|将|{_WILL}|[有再了达](?={_AMOUNT})|(?<=年)[(]{_YEAR}年?[)]",
    ),
    (Part.SKIP, "(?<=[至最]少)持续"),
    # how long something goes on, and what makes another sense of the whole sentence
    (
        Part.UNREADABLE,
        "延[后长续期]|顺延|推迟|[延拖等][到至]|截[至止]|面向|迈向",
    ),
    (Part.STATE, "持续|维持|保持|继续|年均|复合(?=[年增成])"),
    (
        Part.UNREADABLE,
        f"连续|逐[年月季]|领先|落后|滞后|超前|相差|差距|比[^,;。]{{1,8}}(?=[早晚快慢])|[早晚快慢](?=了?(?:至少|超过|大?约|近)?{_AMOUNT}+个?[年月季周天])",
    ),
    (Part.UNREADABLE, "工期|周期|期限|为期|历时|历经|耗时|[费需]时|时长|寿命|[保质有][固修质效]期"),
    (Part.UNREADABLE, "[比较](?:预期|预计|预料|原[定先本计]|计划)|原[定订拟]|原计"),
    (
        Part.UNREADABLE,
        "如何|为什么|为何|怎[么样能会]|何时|质疑|怀疑|取消|放弃|搁置|叫停|避免|防止|落空|可能性|概率|几率|机率|机会(?=很|不|渺|微|几|极|为|近|小|低|较)|"
        "希望(?=很|不|渺|微|几|极|为|小|低|较)|幻想|妄想|空想|空谈|空话|笑话|笑谈|谎[言话]|神话|童话|吹牛|忽悠|骗|做梦|白日梦|梦话|天方夜谭|"
        "痴人说梦|异想天开|画饼|扯淡|胡说|荒[谬唐]|不现实|不切实际|不靠谱|不太?可信|遥不可及|遥遥无期|泡汤|鬼才|才怪|别想|休想|甭想|谁(?=[会能敢还信说相])|"
        "少有|很?少人|少数人|鲜有|没人|无人|不信|不相信|不认为|不觉得|不看好|不指望|看衰|唱衰|悲观|失败|渺茫|存疑|疑问|问号|谈何|未免|[太过]于?(?:乐观|激进|早)|"
        "哪[有能会]|岂|难道|除非|夸[大张]|误[传判导]|谣|传闻不实|错误|不对|不成立|否[认定]|驳|反对|拒绝|阻止|"
        "[很还]?难[说讲]|不好说|说不好|能[不否]能?|会不会|是不?是|是否|有没有|可不可|吗|呢(?=$|[?,。!])|指望|奢望|[困艰]难|难(?=[度上点关题])|任重|挑战|"
        "悬(?!架|浮|挂|臂|索)|够呛|没戏|[没无]门|门都没|无望|不行|保留|呵呵|哈哈|绝非|不容?易|艰巨|阻力|障碍|压力|[还尚]早|为时|再[说看]|禁|"
        "前后(?=[0-9一二两三四五六七八九十半几])|下一?个(?=[0-9二两三四五六七八九十])|(?<=年)[头关]",
    ),
    # other calendars, holidays, occasions
    (Part.UNREADABLE, f"民国|[阴农旧]历|闰|正月|腊月|初(?={_SIGN})|令和|平成|昭和|伊始|佛历|回历"),
    (Part.UNREADABLE, "岁[末首尾]|[新元]年|元旦|除夕|双十一|上任|任[期内上]|任职|届"),
    (Part.UNREADABLE, "暑|寒假|假期|学年|黄金周|年关|汛期|淡季|旺季"),
    (
        Part.OCCASION,
        "(?<=年)(?:[款版届级]|型号?|议程|[远愿]景|展望|目标)|预算|[财年季]报|报告|方案|指引|法案|草案|规划(?=[的纲草])",
    ),
    (
        Part.SKIP,
        "可望|计划|规划|目标|预期|预料|预测|预估|(?<![模虚])拟(?!人)|(?<![原材燃资饮塑])料(?=[将会在于可0-9])|"
        "打算|定于|希望|期?盼|力?拼|有机会|能够|有信心|我们?(?:认为|相信|觉得)",
    ),
    (Part.START, f"(?:{_STARTS})(?=(?:后|之后|以后)?(?:的|第|约|大约)?{_AMOUNT})"),
    (
        Part.OCCASION,
        "节|奥运|世界杯|亚运|大选|选举|峰会|论坛|赛季|春晚|诞辰|国庆|中秋|元宵|端午|清明|[世进]博|展[会览]|[车书画]展|"
        "[大年全]会(?=[前后上期召举宣公发]|$)|两会|[东事]大?会|广交会|发布会|[高中]考|开学|毕业|生日|圣诞|感恩|复活|斋月|七夕|重阳|冬至|夏至|"
        "双(?:11|12|十一|十二|旦)|此[时刻]|今[天日]|同[期时]|这个?时",
    ),
    # times that need a decision, lie in the past, repeat, or differ between places
    (
        Part.UNREADABLE,
        "去年|前年|年前(?=$|[,;])|次年|翌年|当年|同年|往年|近年|历年|多年|常年|百年|周年",
    ),
    (
        Part.UNREADABLE,
        "昨|曾经|过去|以往|以来|此前|明天|后天|财年|财政年|冬|有生之年|上(?:一|个)+(?:年|月|季|周)",
    ),
    (
        Part.UNREADABLE,
        "一代人|半载|十四五|十五五|之久|不知道|不清楚|不确定|说不准|难说|并非|不是|上季度?",
    ),
    (
        Part.UNREADABLE,
        "很快|即将|不久|短期|近期|中短期|中长期|长期来看|中期|早日|每|[不无][用需必]等|未必",
    ),
    (
        Part.UNREADABLE,
        f"(?:{_SIGN}|几|数)?十[几多余来数]|几十|数[十百千万]+|[好若]几|若干|[近这](?={_AMOUNT})",
    ),
    (Part.UNREADABLE, "第[0-9一二三四五六七八九十]+个?(?:年|月|周|天)"),
    (
        Part.UNREADABLE,
        f"(?:[0-9]|{_SIGN})+个?(?:年|月|周|天)(?=来|期|级|规划|计划|行动|制|的?历史|的?经验|以来|间隔|刑|工龄)",
    ),
    (Part.UNREADABLE, f"前{_AMOUNT}+个?(?:年|月|季|周|天)|没有(?={_AMOUNT})|本十年|下下|不[止只]"),
    (
        Part.UNREADABLE,
        "(?:[一二三四六]|[0-9]+)月(?=之?内)|(?<![0-9])[0-9]{1,3}年(?=[底末终初春夏秋冬])",
    ),
    (
        Part.UNREADABLE,
        "(?:[下本这]个?)?(?:周|星期)[一二三四五六日末]|(?<=[年代])[初中后末前]期|(?<=代)[初中前后]",
    ),
    # how a time is meant
    (Part.LATEST, "(?:或|或者|甚至|乃至)(?:更早|[之以]前)"),
    (
        Part.BY,
        f"(?:最迟|最晚)(?:也?{_NOT}[晚迟]于)?|{_NOT}[晚迟]于|{_NOT}超过(?={_YEAR}|[今明后]年)",
    ),
    (Part.UNDER, f"{_NOT}超过(?={_AMOUNT}+(?:个半?)?[年月季周天星礼])"),
    (Part.UNDER, f"还?不到(?={_AMOUNT})(?!{_YEAR})|不超过|最多|至多|顶多|不出|用不了|要不了|少于"),
    (Part.UNREADABLE, "早在"),
    (
        Part.EARLIEST,
        "(?:或|或者|甚至)(?:更|再)晚|(?:最早|最快)(?!的)(?:也?(?:要|得|需要?))?|不早于",
    ),
    (Part.BEFORE, "[早先]于"),
    (Part.AFTER, "[晚迟]于"),
    (
        Part.AT_LEAST,
        "(?:至少|最少|起码)(?:还|也)?(?:需要|需|要等|要|有)?|少说|不少于|多于|超过|还?[要需得]再?等(?:待|(?!到))",
    ),
    (
        Part.UNREADABLE,
        f"(?:[不没别]|未(?!来))[^,;。0-9]{{0,4}}(?:超过|[多少]于|至少|[早晚迟先]于)(?={_AMOUNT}+(?:个半?)?[年月季周天星礼])",
    ),
    (Part.OR_MORE, "(?:或|甚至)(?:更|再)[久长多]|(?<=[年月天周期])[或及]?以上"),
    (Part.UNTIL, "直到|要到|[要需得]等到|得到(?=[0-9明后])"),
    (Part.NEXT, "未来|今后|接下来|往后|后面"),
    (Part.TAKES, f"再过|再等|再用|(?:还?需要?|还?要|还得|还有|尚需|用|花)(?={_AMOUNT})"),
    # yes and no
    (
        Part.STILL_NOT,
        f"(?:都|也|仍然?|依然|仍旧|还是?)(?:还|可能|恐怕)?(?:{_CANNOT}|不会|不能|没有|不行)",
    ),
    (Part.NEVER, "永远不(?:会|可能|能)?|永远都?(?:无法|不)|永不|永远"),
    (Part.STATE, "(?<![北成首古])都(?!市|会区)|仍然?|依然|依旧|仍旧|一直|始终|均仍"),
    (Part.NO, "不会(?:再|有|需要|存在)"),
    (Part.CANNOT, _CANNOT),
    (Part.CANNOT, f"不会{_HAPPENS}|不能{_HAPPENS}"),
    (Part.NOT, "不会|不能"),
    (Part.NO, "[不没未无非别否]"),
    # the calendar
    (_say((Part.YEAR, (1, 0)), (Part.AND, ()), (Part.YEAR, (1, 1))), "今明两年|今明年"),
    (_say((Part.YEAR, (1, 1)), (Part.AND, ()), (Part.YEAR, (1, 2))), "明后两年|明后年"),
    (_numbered(Part.YEAR), r"[今明后]年?[(]((?:19|20|21)[0-9][0-9])年?[)]年?"),
    (_numbered(Part.YEAR), "([一二][零〇一九][零〇一二三四五六七八九]{2})年"),
    (_say((Part.YEAR, (1, 0))), "今年|本年度?"),
    (_say((Part.YEAR, (1, 1))), "明年度?|来年|下一年"),
    (_say((Part.YEAR, (1, 3))), "大后年"),
    (_say((Part.YEAR, (1, 2))), "后年"),
    (_say((Part.MONTH, (1, 0))), "本月份?|这个月"),
    (_say((Part.MONTH, (1, 1))), "下一?个?月"),
    (_say((Part.SPAN, (7, 0))), "本周|这周|这个星期"),
    (_say((Part.SPAN, (7, 1))), "下一?个?周|下一?个?星期"),
    (_say((Part.QUARTER, (1, 0))), "本季度?|这个?季度|这一季度?"),
    (_say((Part.QUARTER, (1, 1))), "下一?个?季度|下一?季"),
    (_quarters, "第?([一二三1-3])(?:季度?)?(?:[/、-]|~|到|至|或|和)第?([二三四2-4])季度?"),
    (
        _numbered(Part.QUARTER),
        "第([一二三四1-4])个?季度?|([一二三四1-4])季(?:度|(?![之以]?[内后]))|([首末])季度?",
    ),
    (_say((Part.HALF, (0, 1))), "上半年"),
    (_say((Part.HALF, (0, 2))), "下半年"),
    (_unit, f"{_COUNTED}季(?=[之以]?[内后])"),
    (Part.UNREADABLE, "[上下前后]半(?!身|球|辈)|季(?!节)"),
    (_say((Part.SPAN, (1200, 50))), "(?:本|这个|21|二十一)世纪(?:中叶|中期)"),
    (
        Part.UNREADABLE,
        "世纪(?:中|初|[上下前后]|[0-9二三四五六七八九十]+年代)|(?:2?[02-9]|1[0-9])世纪",
    ),
    (
        _say((Part.SPAN, (1200, 2000))),
        "(?:本|这个|21|二十一)世纪(?![中初上下前后0-9二三四五六七八九十])",
    ),
    (
        _day,
        f"(?<=月)份?([0-3]?[0-9]|{_SIGN}{{1,3}})[日号]?(?=-|~|到|至)(?=[-~到至][0-9十一二三四五六七八九]+[日号])",
    ),
    (_day, f"(?<![0-9])([0-3]?[0-9]|{_SIGN}{{1,3}})[日号](?![0-9线称角])"),
    (lambda m: [(Part.MONTH, (0, int(m[1])))], f"(?<![0-9])({_MONTH})(?=(?:-|~|到|至){_MONTH}月)"),
    (_month, f"(?<![0-9])({_MONTH})月份?"),
    (_month, "(十[一二]?|[一二三四五六七八九])月份?"),
    (_say((Part.SEASON, (0, 3))), "(?<=年)春(?:季|天)?(?!节|晚|运)"),
    (_say((Part.SEASON, (0, 6))), "(?<=年)夏(?:季|天)?"),
    (_say((Part.SEASON, (0, 9))), "(?<=年)秋(?:季|天)?"),
    (Part.UNREADABLE, "[春夏秋]"),
    (_say((Part.PHASE, (3,))), "下旬"),
    (_say((Part.PHASE, (1,))), "上旬|(?<=[年月])初|年初"),
    (_say((Part.PHASE, (2,))), "中旬|(?<=年)年中"),
    (
        _say((Part.PHASE, (2,))),
        "(?<=年)中(?=$|[,;.。!?a-z前期]|之前|左右|实现|完成|发布|推出|上市|量产|投产|完工|开始)",
    ),
    (
        _say((Part.PHASE, (2,))),
        "(?<=月)中(?=$|[,;.。!?前]|之前|左右|实现|完成|发布|推出|上市|量产|投产|完工|开始)",
    ),
    (Part.UNREADABLE, "(?<=[年月])中"),
    (Part.YEAR_END, "(?<![0-9〇零一二三四五六七八九十年])年[底末终]"),
    (_say((Part.PHASE, (4,))), "(?<=月)月底"),
    (_say((Part.MONTH, (1, 0)), (Part.PHASE, (4,))), f"{_NO_NUMERAL}月底"),
    (_say((Part.PHASE, (4,))), "年[底末终]|(?<=[年月度纪代季])[底末]|(?<=年)[终尾]"),
    (Part.INSIDE, "(?<=年)年内"),
    (Part.IN_YEAR, f"{_NO_NUMERAL}年内"),
    # numbers and units
    (_unit, f"{_COUNTED}(?:年半|年|天|周|星期|礼拜)"),
    (_unit, f"{_COUNTED}(?:个月半?|个半月|个星期|个礼拜|个季度?|个世纪)"),
    (_say((Part.NUMBER, (6, 6, 0))), "半(?=年|个世纪)"),
    (_number, f"{_SIGN}+(?=[年个季天周星礼到至或/-]|~|{_AMOUNT})"),
    (Part.OTHER, f"{_SIGN}+"),
    (Part.FEW, "[几数](?=年|个|周|天)"),
    (Part.UNREADABLE, "年|月|世纪"),
    # words that count only where they stand beside a time
    (Part.INSIDE, "(?:之|以)?内"),
    (Part.AMID, "里面?|之?间|之中|期间"),
    (Part.OR_SO, "左右|前后|上下"),
    (Part.AHEAD, f"(?:之|以)?前(?!{_AMOUNT}个?[年月季周天]|后|半|夕)"),
    (Part.UNREADABLE, "(?<=[年月日号季度纪代底末旬])前"),
    (Part.BEHIND, "(?:之|以)?后"),
    (Part.ABOUT, f"大约|大概|差不多|将近|接近|约(?={_AMOUNT}|在)"),
    (Part.ONLY_THEN, "(?<=[年月日季度初底末旬])起(?![来步草码])"),
    (Part.ONWARDS, "开始"),
    (Part.IF, "如果|若|除非|假如|倘若|假设|万一|要是|一旦|的话|只[要有]|即[使便]|就算|哪怕"),
    (Part.FROM, "从|自(?![动主己身然])"),
    (Part.ONLY_THEN, "才(?!能[力])"),
    (Part.PAST, "已经|已(?=[^经])|曾"),
    (Part.OR, "或者?"),
    (Part.AND, "和|及|与"),
    (Part.TO, "到|至"),
)
