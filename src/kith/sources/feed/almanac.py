"""Names of months and of time zones as feeds write them: lower case, without accents."""

# One line a month; abbreviations and cases stand beside the names. English is complete, others hold
# what English does not: the first three letters of a longer word are tried as well.
_MONTHS = """
jan january januar janvier januari enero gennaio janeiro styczen stycznia sty ene gen janv ιαν
    ιανουαριου ιανουαριος januara ledna led leden ocak oca ianuarie ian tammikuuta gener sijecnja
    sijecanj января янв январь січня
feb february februar fevrier februari febrero febbraio fevereiro luty lutego lut fev fevr φεβ
    φεβρουαριου φεβρουαριος februar unora unor uno subat sub februarie helmikuuta helmi veljace
    veljaca февраля фев февраль лютого februaria
mar march marz maerz mars maart marzo marco marzec marca mrt mrz μαρ μαρτιου μαρτιος μαω marcius
    brezna brezen bre mart martie maaliskuuta maalis ozujka ozujak марта мар март березня marts
apr april avril abril aprile kwiecien kwietnia kwi avr abr απρ απριλιου απριλιος aprilis dubna
    duben dub nisan nis aprilie huhtikuuta huhti travnja travanj апреля апр апрель квітня
may mai mei mayo maggio maio maj maja mag μαι μαιου μαιος majus kvetna kveten kve
    mayis toukokuuta touko svibnja svibanj мая май травня maijs
jun june juni juin junio giugno junho czerwiec czerwca giu cze ιουν ιουνιου ιουνιος ιον junius
    cervna cerven haziran haz iunie iun kesakuuta kesa lipnja июня июн июнь червня jn
jul july juli juillet julio luglio julho lipiec lipca lug lip juil ιουλ ιουλιου ιουλιος ιολ julius
    cervence cervenec temmuz tem iulie iul heinakuuta heina srpnja июля июл июль липня jl
aug august aout agosto augustus sierpien sierpnia ago sie aou αυγ αυγουστου αυγουστος augusztus
    srpna srpen srp agustos agu elokuuta elo kolovoza kolovoz августа авг август серпня
sep september septembre septiembre settembre setembro wrzesien wrzesnia set sept wrz σεπ
    σεπτεμβριου σεπτεμβριος szeptember szept zari zar eylul eyl septembrie syyskuuta syys rujna
    rujan сентября сен сентябрь вересня
oct october oktober octobre octubre ottobre outubro pazdziernik pazdziernika okt ott out paz οκτ
    οκτωβριου οκτωβριος rijna rijen rij ekim eki octombrie lokakuuta loka listopada октября окт
    октябрь жовтня
nov november novembre noviembre novembro listopad lis νοε νοεμβριου νοεμβριος kasim kas noiembrie
    noi marraskuuta marras studenoga studeni ноября ноя ноябрь листопада
dec december dezember decembre diciembre dicembre dezembro grudzien grudnia dez dic gru δεκ
    δεκεμβριου δεκεμβριος prosince prosinec pro aralik ara decembrie joulukuuta joulu prosinca
    prosinac декабря дек декабрь грудня
"""


def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    month = 0
    for line in _MONTHS.strip().splitlines():
        month += not line.startswith(" ")
        for name in line.split():
            found.setdefault(name, month)
    return found


MONTHS = _months()

# Hours ahead of UTC. Where a name is used in several places, the one with the most feeds wins.
ZONES: dict[str, float] = {
    "gmt": 0,
    "utc": 0,
    "ut": 0,
    "wet": 0,
    "west": 1,
    "bst": 1,
    "ist": 5.5,
    "cet": 1,
    "cest": 2,
    "met": 1,
    "mest": 2,
    "mez": 1,
    "mesz": 2,
    "eet": 2,
    "eest": 3,
    "msk": 3,
    "msd": 4,
    "trt": 3,
    "sast": 2,
    "cat": 2,
    "eat": 3,
    "wat": 1,
    "gst": 4,
    "pkt": 5,
    "ict": 7,
    "wib": 7,
    "hkt": 8,
    "sgt": 8,
    "myt": 8,
    "pht": 8,
    "awst": 8,
    "jst": 9,
    "kst": 9,
    "acst": 9.5,
    "acdt": 10.5,
    "aest": 10,
    "aedt": 11,
    "nzst": 12,
    "nzdt": 13,
    "nst": -3.5,
    "ndt": -2.5,
    "ast": -4,
    "adt": -3,
    "at": -4,
    "est": -5,
    "edt": -4,
    "et": -5,
    "cst": -6,
    "cdt": -5,
    "ct": -6,
    "mst": -7,
    "mdt": -6,
    "mt": -7,
    "pst": -8,
    "pdt": -7,
    "pt": -8,
    "akst": -9,
    "akdt": -8,
    "hst": -10,
    "brt": -3,
    "brst": -2,
    "art": -3,
    "clt": -4,
    # RFC 822's letters; h is left out, being how half of Europe abbreviates the hour.
    **{letter: -1.0 - index for index, letter in enumerate("abcdefg")},
    **{letter: 1.0 + index for index, letter in enumerate("nopqrstuvwxy")},
    "i": -9,
    "k": -10,
    "l": -11,
    "m": -12,
    "z": 0,
}
