"""The little words of the major languages, which say nothing of what a text is about.

Only words that mean little in all of them: German "war" and "die" are English words of weight, and
so is Italian "ai" by now. They are left to how often they are used.
"""

from kith.core import folding

_WORDS = """
a about above after again against all also although am an and any are as at be because been before
being below between both but by can cannot could did do does doing done down during each either else
even ever every few for from further get gets getting go goes going got had has have having he her
here hers herself him himself his how however i if in into is isn it its itself just let like ll
made make makes many may maybe me might more most much must my myself neither no nor not now of off
on once one only onto or other others our ours ourselves out over own per perhaps quite rather re
really said same say says see shall she should since so some something such than that the their
theirs them themselves then there these they thing things this those though through thus to too two
under until up upon us use used using ve very via was way we well were what when where whether which
while who whom whose why will with within without would yes yet you your yours yourself don didn
doesn won wasn aren couldn new

aber alle allem allen aller alles als also am an andere anderen auch auf aus bei beim bin bis bist
da dabei damit dann das dass dem den denn der des dessen dich dir doch dort du durch ein eine einem
einen einer eines er es etwas euch euer für gegen gibt habe haben hat hatte hatten hier hin hinter
ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins ist ja jede jedem jeden jeder jedes
jetzt kann kein keine keinem keinen keiner können könnte mehr mein meine mich mir mit muss müssen
nach nicht nichts noch nun nur ob oder ohne schon sehr sein seine seinem seinen seiner seit sich sie
sind so soll sollen sollte sondern über um und uns unser unsere unter viel viele vom von vor waren
wegen weil wenn werden wer wie wieder wir wird wirklich wo wurde wurden zu zum zur zwischen während

au aux avec ce cela ces cet cette chez comme dans de depuis des donc du elle elles en encore entre
est et été être eux il ils je jusqu la le les leur leurs lui mais même mes moi mon ne nos notre nous
on ont ou où par parce pas peu peut plus pour pourquoi qu quand que quel quelle qui sa sans se ses
si son sont sous sur ta tes toi ton tous tout toute toutes très tu un une vos votre vous ça sera
fait faire avait était aussi ainsi alors après avant

al algo algunas algunos ante antes aquí así aunque cada como con contra cual cuando cuya de del
desde donde dos el ella ellas ellos en entre era eran es esa ese eso esta está están estas este esto
estos fue fueron ha han hasta hay la las le les lo los más me mi mientras muy nada ni no nos
nosotros o otra otro otros para pero poco por porque pues que qué quien se sea ser si sí sido sin
sobre solo son su sus también tan tanto te tiene tienen todo todos tu tus un una unas uno unos y ya
yo

agli al alla alle allo anche che chi ci con cui da dagli dal dalla dei degli del della delle
dello di e ed gli ha hanno i il io la le lei lo loro lui ma mi nel nella nelle no noi non o per
perché più quando quella quello questa queste questi questo se sei si sia sono sta su sua sue sui
sul sulla suo tra tutti tutto un una uno voi è essere stato stata

ao aos aquela aquele as até com da das de dela dele deles depois do dos e ela elas ele eles em entre
era essa esse esta este eu foi foram isso isto já lhe mais mas mesmo meu minha muito na não nas nem
no nos nós num numa o os ou para pela pelas pelo pelos por qual quando que quem são se sem seu seus
só sua suas também te tem têm tua um uma você vocês à às

aan al als bij dan dat de deze die dit door dus een en er geen had heb heeft het hij hoe hun ik in
is je kan maar meer met mijn naar niet nog nu of om onze ook op over te tot uit van veel voor waar
was wat we wel werd wij worden wordt zal ze zich zij zijn zo zou

att av de den det deras dess detta dig din du där efter ej eller en er ett från få för ha hade han
har hon hur här i icke ikke inte jag kan kunne man med meg mellan men mig min mycket må någon några
när och og også om over på sa se seg selv sig sin ska skal skulle som så til till under upp ut vad
var vara vid vil vi vår är af blev blir

а без более бы был была были было быть в вам вас весь во вот все всех вы где да даже для до его ее
если есть еще же за и из или им их к как когда кто ли мы на надо наш не него нет ни но о об однако
он она они оно от очень по под при с со так также такой там то того тоже только том ты у уже хотя
чего чей чем что чтобы эта эти это я который которые которая

aby ale bez bo być był była było były co czy dla do gdy go i ich ile im ja jak jako je jego jej jest
już kiedy która które który lub ma mi może my na nad nie nim o od ona one oni oraz po pod przez przy
się są ta tak także tam te tego tej ten to tu ty tylko tym w we więc z za ze że

www http https com html utm
"""

LITTLE = frozenset(folding.fold(_WORDS).split())
