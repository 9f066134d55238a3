"""What programs call the columns of a table of contacts, and what each column means.

A new program or language is a few words here. Names are compared without case, and with ß as ss; a
meaning may take several lines. `FIELDS` maps each name to a field of a card, with its label where
the name says one.
"""

_NAMES = """
name: name | full name | fullname | display name | contact name
name: vollständiger name | anzeigename | nom complet | nombre completo
given: first name | given name | firstname | forename
given: vorname | prénom | nombre | voornaam | nome
middle: middle name | additional name | weitere vornamen | deuxième prénom | segundo nombre
family: last name | family name | lastname | surname
family: nachname | familienname | nom | apellidos | apellido | achternaam | cognome
nickname: nickname | spitzname | surnom | alias
kind: kind

organisation: company | company name | organization | organisation | employer
organisation: organization name | organization 1 - name
organisation: firma | unternehmen | société | entreprise | empresa | organización | bedrijf
department: department | organization department | organization 1 - department
department: abteilung | service | departamento
job: job title | position | role | organization title | organization 1 - title
job: funktion | titre1 | fonction | cargo | puesto | functie
title: title | titel | beruf | occupation | profession

mail: e-mail address | e-mail 2 address | e-mail 3 address | email address | e-mail | email | mail
mail: primary email | secondary email | email 2 | email 3 | alternate email 1 | alternate email 2
mail: e-mail-adresse | e-mail 2: adresse | e-mail 3: adresse | adresse e-mail
mail: adresse de messagerie | adresse de messagerie 2 | adresse de messagerie 3
mail: dirección de correo electrónico | dirección de correo electrónico 2
mail: dirección de correo electrónico 3 | correo electrónico | e-mailadres
mail home: home email | personal email | e-mail privat
mail work: work email | business email | e-mail geschäftlich

phone: phone | phone number | telephone | primary phone
phone: telefon | telefonnummer | téléphone | teléfono | telefoon
phone other: other phone | weiteres telefon | autre téléphone | otro teléfono
phone mobile: mobile phone | mobile | mobile number | cell phone | cell
phone mobile: mobiltelefon | mobiltelefon 2 | mobil | handy
phone mobile: tél. mobile | tél mobile | téléphone mobile | móvil | teléfono móvil
phone home: home phone | home phone 2 | telefon (privat) | telefon (privat 2) | telefon privat
phone home: téléphone (domicile) | téléphone 2 (domicile)
phone home: particular | número de teléfono particular 2
phone work: business phone | business phone 2 | work phone | company main phone
phone work: telefon geschäftlich | telefon geschäftlich 2 | telefon firma
phone work: téléphone (bureau) | téléphone 2 (bureau) | téléphone société
phone work: teléfono del trabajo | teléfono del trabajo 2
phone main: haupttelefon | tél. principal | teléfono principal
phone car: car phone | autotelefon | téléphone (voiture) | teléfono del automóvil
phone fax: fax | fax number | other fax | weiteres fax
phone work fax: business fax | work fax | fax geschäftlich | télécopie (bureau) | fax del trabajo
phone home fax: home fax | fax privat | télécopie (domicile) | fax particular
phone pager: pager | pager number | localizador

page: web page | website | web site | web page 1 | web page 2 | url | homepage | blog
page: webseite | page web | página web
page home: personal website | personal web page
page work: business website | business web page
profile linkedin: linkedin | linkedin url | linkedin profile
profile twitter: twitter
profile mastodon: mastodon | account address | fediverse

birthday: birthday | birth date | date of birth
birthday: geburtstag | geburtsdatum | anniversaire | date de naissance | cumpleaños | verjaardag
anniversary: anniversary | jahrestag | anniversaire de mariage ou fête | aniversario
birth year: birth year
birth month: birth month
birth day: birth day

note: notes | note | comments | notizen | notiz | remarques | notas | opmerkingen
category: categories | category | labels | tags | groups | group membership
category: kategorien | catégories | categorías
met: how we met | referred by | introduced by | empfohlen von | recommandé par
connected: connected on
zone: time zone | timezone | zeitzone | fuseau horaire
calendar: calendar | calendar url | internet free busy | internet frei/gebucht
uid: uid

street home: home street | home street 2 | home street 3 | home address | home address 2
street home: straße privat | straße privat 2 | straße privat 3
street home: rue (domicile) | rue (domicile) 2 | calle particular
city home: home city | ort privat | ville (domicile) | ciudad de residencia
region home: home state | bundesland/kanton privat | region privat | dép/région (domicile)
code home: home postal code | home zipcode | postleitzahl privat | code postal (domicile)
country home: home country/region | home country | land/region privat | pays/région (domicile)
street work: business street | business street 2 | business street 3 | work address
street work: work address 2 | straße geschäftlich | straße geschäftlich 2 | straße geschäftlich 3
street work: rue (bureau) | rue (bureau) 2 | calle del trabajo
city work: business city | work city | ort geschäftlich | ville (bureau) | ciudad de trabajo
region work: business state | work state | region geschäftlich | bundesland/kanton geschäftlich
region work: dép/région (bureau)
code work: business postal code | work zipcode | postleitzahl geschäftlich | code postal (bureau)
country work: business country/region | business country | work country
country work: land/region geschäftlich | pays/région (bureau)
street other: other street | other street 2 | other street 3 | weitere straße | rue (autre)
city other: other city | weiterer ort | ville (autre)
region other: other state | weitere/r bundesland/kanton
code other: other postal code | weitere postleitzahl
country other: other country/region | weiteres/e land/region
street: street | address | adresse | calle
city: city | ciudad | stadt | ville
region: state | region | provincia
code: postal code | zip | zip code | plz | postleitzahl | code postal | código postal
country: country | land | pays | país

silent: initials | initialen | suffix | sufijo | suffixe | name prefix | name suffix | file as
silent: anrede | titre | tratamiento | photo | private | privat | privé | privado
silent: e-mail type | e-mail 2 type | e-mail 3 type | e-mail-typ | e-mail 2: typ | e-mail 3: typ
silent: e-mail display name | e-mail 2 display name | e-mail 3 display name
silent: e-mail: angezeigter name | e-mail 2: angezeigter name | e-mail 3: angezeigter name
silent: priority | priorität | sensitivity | vertraulichkeit | gender | geschlecht | language
silent: sprache | show boosts | notify on new posts | languages | mileage | reisekilometer
silent: phonetic first name | phonetic middle name | phonetic last name | yomi name
silent: given name yomi | additional name yomi | family name yomi
"""

FIELDS: dict[str, str] = {
    name.strip().casefold(): meaning
    for line in _NAMES.splitlines()
    if line
    for meaning, _, names in [line.partition(": ")]
    for name in names.split("|")
}

# Columns by which a table of contacts is known; the other ones may stand in any table.
TELLING = frozenset(
    {
        "name",
        "given",
        "family",
        "mail",
        "mail home",
        "mail work",
        "profile linkedin",
        "profile mastodon",
    }
)

# Columns that only one program writes.
SIGNS = {
    "kith": {"how we met"},
    "google": {"group membership", "e-mail 1 - value", "phone 1 - value", "phonetic first name"},
    "linkedin": {"connected on"},
    "outlook": {"business street", "strasse geschäftlich", "rue (bureau)", "calle del trabajo"},
}
