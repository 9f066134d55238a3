"""Words that stand in any text and say nothing of its subject, though they are no little words.

They count as others do where texts are compared. But two texts that both say "ago" and "three" are
not said to speak of these: a reason names what a reader would call their subject.
"""

from kith.core import folding
from kith.core.judgement import text as texts

_WORDS = """
one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
seventeen eighteen nineteen twenty thirty forty fifty sixty hundred thousand million dozen half
first second third fourth fifth last next once twice half double
day week month year hour minute today tomorrow yesterday morning evening night ago early late later
soon often sometimes always never usually already ever time moment while monday tuesday wednesday
thursday friday saturday sunday
somebody someone something anybody anyone anything everybody everyone everything nobody nothing none
line name list
people person man woman thing way kind sort part lot bit place end side
good better best bad worse worst big bigger small smaller great little long longer short old older
young large high low right wrong different same easy hard easier harder whole full real true sure
possible important simple clear free less least enough along around away back behind together apart
instead almost alone anyway especially rather simply actually perhaps probably
ask asked asking answer answered begin began beginning begun begins believe bring bringing brought
call called came care carry carried change changed changing choose chose come comes coming cost cut
decide decided end ended explain explained fall feel feels felt find finding follow followed forget
found gave get give given gives giving goes gone happen happened happens hear heard held help helped
hold keep keeps kept knew know known knows leave leaves leaving left look looked
looking lose lost lot mean means meant meet move moved need needed needs open opened opens pass
passed pay point put reach read run said sat saw seem seemed seems seen send sent show showed
shown sit speak spent stand start started stay stayed stop stopped take taken takes taking talk tell
tells think thought told took tried tries try trying turn turned understand wait waited walk want
wanted wants went wish won wonder work worked working works write written wrote

ein zwei drei vier fünf sechs sieben acht neun zehn elf zwölf hundert tausend erste ersten zweite
zweiten dritte dritten letzte letzten nächste einmal zweimal tag tage tagen woche wochen monat
monate jahr jahre jahren stunde stunden minute minuten heute morgen gestern abend nie immer oft
manchmal bald jemand niemand etwas mensch menschen leute ding dinge teil ende seite gut gute guten
besser beste groß große großen klein kleine lang lange kurz alt neu neue neuen richtig falsch ganz
ganze anders gleich einfach fast genug zusammen allein zurück sagen sagt sagte gesagt fragen fragt
fragte gefragt machen macht machte gemacht gehen geht ging gegangen kommen kommt kam gekommen geben
gibt gab gegeben nehmen nimmt nahm genommen finden findet fand gefunden lassen lässt ließ bleiben
bleibt blieb stehen steht stand sehen sieht sah gesehen wissen weiß wusste denken denkt dachte
brauchen braucht fangen beginnen beginnt begann lesen liest las gelesen schreiben schreibt schrieb

deux trois quatre cinq six sept huit neuf dix cent mille premier première second seconde dernier
dernière jour jours semaine mois année années an ans heure heures minute minutes aujourd demain hier
matin soir fois toujours jamais souvent quelqu quelque chose choses personne gens rien bon bonne
mieux meilleur mauvais grand grande petit petite long longue vieux nouveau nouvelle vrai faux autre
autres seul assez dire dit demander demande faire venir vient aller va donner donne prendre prend
trouver trouve laisser voir voit savoir sait penser pense lire lit écrire écrit

dos tres cuatro cinco seis siete ocho nueve diez cien mil primero primera segundo segunda último
última día semana mes año hora minuto hoy mañana ayer noche vez veces siempre nunca alguien nadie
cosa gente persona bueno buena mejor malo mala peor grande pequeño pequeña largo viejo nuevo nueva
mismo misma solo bastante decir dice dijo preguntar pregunta hacer hace hizo venir viene ir va dar
da dio tomar toma encontrar encuentra dejar deja ver saber sabe pensar piensa leer lee escribir
escribe
"""

PLAIN = frozenset(texts.singular(word) for word in folding.fold(_WORDS).split())


def is_plain(phrase: str) -> bool:
    """Whether all that a phrase names may stand in any text; not where it names what is no word
    to the judgement: "R", "Go".
    """
    named = texts.terms(phrase)
    return bool(named) and PLAIN.issuperset(named)
