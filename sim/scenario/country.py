"""Names of countries and blocs, as people write them for the codes of places: what is meant."""

import difflib
from collections.abc import Collection

from sim.scenario.errors import did_you_mean

CODES = {
    "AE": "United Arab Emirates; UAE",
    "AO": "Angola",
    "AR": "Argentina",
    "AT": "Austria",
    "AU": "Australia",
    "BE": "Belgium",
    "BG": "Bulgaria",
    "BI": "Burundi",
    "BR": "Brazil; Brasil",
    "CA": "Canada",
    "CH": "Switzerland",
    "CL": "Chile",
    "CN": "China; PRC",
    "CY": "Cyprus",
    "CZ": "Czechia; Czech Republic",
    "DE": "Germany; Deutschland",
    "DK": "Denmark",
    "EE": "Estonia",
    "ES": "Spain",
    "EU": "European Union; Europe; EU27",
    "FI": "Finland",
    "FR": "France",
    "GB": "United Kingdom; UK; Great Britain; Britain; England",
    "GL": "Greenland",
    "GR": "Greece",
    "HR": "Croatia",
    "HU": "Hungary",
    "ID": "Indonesia",
    "IE": "Ireland",
    "IL": "Israel",
    "IN": "India",
    "IR": "Iran",
    "IT": "Italy",
    "JP": "Japan",
    "KE": "Kenya",
    "KP": "North Korea; DPRK",
    "KR": "South Korea; Korea; Republic of Korea",
    "KZ": "Kazakhstan",
    "LA": "Laos",
    "LT": "Lithuania",
    "LU": "Luxembourg",
    "LV": "Latvia",
    "MG": "Madagascar",
    "MM": "Myanmar; Burma",
    "MN": "Mongolia",
    "MT": "Malta",
    "MW": "Malawi",
    "MX": "Mexico",
    "MY": "Malaysia",
    "NA": "Namibia",
    "NG": "Nigeria",
    "NL": "Netherlands; Holland",
    "NO": "Norway",
    "NZ": "New Zealand",
    "PH": "Philippines",
    "PL": "Poland",
    "PT": "Portugal",
    "RO": "Romania",
    "ROW": "Rest of the world; Rest of world; World; Others",
    "RU": "Russia; Russian Federation",
    "SA": "Saudi Arabia",
    "SE": "Sweden",
    "SG": "Singapore",
    "SI": "Slovenia",
    "SK": "Slovakia",
    "TH": "Thailand",
    "TR": "Turkey; Turkiye",
    "TW": "Taiwan",
    "TZ": "Tanzania",
    "UA": "Ukraine",
    "US": "United States; United States of America; USA; America",
    "VN": "Vietnam; Viet Nam",
    "ZA": "South Africa",
}
"""Codes of places as a scenario writes them (ISO 3166, and two blocs), and what they are called."""

SHORT = {"EU": "EU", "GB": "UK", "US": "US"}
"""Places that are called by letters."""
THE = {"AE", "ROW", *SHORT}
"""Places whose names have an article."""

_BY_NAME = {name.lower(): code for code, names in CODES.items() for name in names.split("; ")}
_CLOSE = 0.85
"""How alike a name must be to one of the table: Niger is not Nigeria."""


def code_of(name: str) -> str:
    """Give the code of a place that is written by its name, misspelt too; empty if none is.

    Examples
    --------
    >>> code_of("Japan"), code_of("South_Korea"), code_of("Germny"), code_of("JP")
    ('JP', 'KR', 'DE', '')
    """
    if name in CODES:
        return ""
    plain = name.replace("_", " ").lower()
    close = difflib.get_close_matches(plain, _BY_NAME, n=1, cutoff=_CLOSE)
    return _BY_NAME.get(plain) or (_BY_NAME[close[0]] if close else "")


def called(code: str) -> str:
    """Give the name of a place within a sentence; its code if it has none here.

    Examples
    --------
    >>> called("EE"), called("EU"), called("GB"), called("ROW"), called("ALLIES")
    ('Estonia', 'the EU', 'the UK', 'the rest of the world', 'ALLIES')
    """
    name = SHORT.get(code, CODES.get(code, code).partition(";")[0])
    return (
        f"the {name[:1].lower() if code == 'ROW' else name[:1]}{name[1:]}" if code in THE else name
    )


def place_meant(name: str, known: Collection[str]) -> str:
    """Suggest the place that is meant, as a sentence; empty if none is near."""
    code = code_of(name)
    return f"Did you mean '{code}'?" if code in known else did_you_mean(name, known)
