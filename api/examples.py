"""Values for the examples of the API's description, each in the form of a real one.

A test sends every example: it puts what its own installation gave out in the place of these.
"""

from pydantic import ConfigDict

LOGBOOK = "01a20265-4986-75b8-9279-9b0e8ca6c9a2"
PERSON = "01a20265-4a10-7c3e-8f51-2d6b9c1e7a04"
UNIT = "01a20265-4a0c-7d11-9b72-5e8f3a2c6d90"
INSTRUMENT = "01a20265-4b55-7e02-a1c4-0f7d9b3e5a68"
SUBJECT = "01a20265-4c81-7a49-b3d6-7c1e5f9a2b04"
ENTRY = "qlWd2h2Ge-fxrAk3AvKQBimYUJZe0-y3soDnShsFtpI"
KEY = "qzKG2dHPtJ0107gSY_ZJixr-KUW33MuL222MkHdeSwk"
NONCE = "VGhpcyBpcyBhIG5vbmNlIG9mIHRoaXJ0eS10d28gYnk"
NUMBER = "4711"
SECRET = "MDEyMzQ1Njc4OWFiY2RlZg"  # noqa: S105  # of no invite
CODE = "7K2M9P4T"
PASSWORD_CODE = "7K2M9P4TXW3H"  # noqa: S105  # of nobody
FINGERPRINT = "123456"
SIGN_IN = "vera.petrovic"
PASSWORD = "zelena kisa pada dugo"  # noqa: S105  # of nobody
NEW_PASSWORD = "crvena kisa pada kratko"  # noqa: S105  # of nobody
CURSOR = "WzEsIiIsMCwwXQ"
ETAG = '"1-17-47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU-0123456789abcdef"'
SPKI = (
    "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEhRCTOTmdbmPWCa19QtxtukwJIaTpfg5oJwhjEiIJQUDu"
    "E1B8TPQkI3KhIymYowcCTs3sWxGECusHj3P_9IsRxA"
)
SIGNATURE = "c2lnbmF0dXJl" * 7 + "AA"
LINE = '{"header":"{}","parts":{},"sig":"' + SIGNATURE + '"}\n'
"""A line of a push. It is not logged, and the answer says why."""


def of(*bodies: dict[str, str]) -> ConfigDict:
    """Return the setting that gives a body these examples."""
    return ConfigDict(json_schema_extra={"examples": [{**body} for body in bodies]})
