"""Logs in at the emulator of Home Assistant Cloud, with an SRP of its own: the standard library alone.

Arguments: the address, the e-mail address, the password, and a wrong password.
"""

import base64
import datetime
import hashlib
import hmac
import json
import secrets
import sys
import urllib.error
import urllib.request

CLIENT_ID = "60i2uvhvbiref2mftj7rgcrt9u"
POOL = "87ll5WOP8"
G = 2


def atan(inverse, unit):
    """The angle whose tangent is 1/inverse, in units."""
    power = total = unit // inverse
    divisor, sign = 3, -1
    while power:
        power //= inverse * inverse
        total += sign * (power // divisor)
        divisor, sign = divisor + 2, -sign
    return total


def group15():
    """The prime of RFC 3526, group 15, by its formula."""
    unit = 1 << (2942 + 64)
    pi = 16 * atan(5, unit) - 4 * atan(239, unit)
    return 2**3072 - 2**3008 - 1 + 2**64 * ((pi >> 64) + 1690314)


N = group15()


def pad(number):
    """Bytes that are a positive number in two's complement."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def number(data):
    return int.from_bytes(data, "big")


def call(url, action, body):
    request = urllib.request.Request(
        url + "/",
        data=json.dumps(body).encode(),
        headers={
            "Content-Type": "application/x-amz-json-1.1",
            "X-Amz-Target": "AWSCognitoIdentityProviderService." + action,
        },
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)


def login(url, email, password):
    a = secrets.randbits(1024)
    public = pow(G, a, N)
    challenge = call(
        url,
        "InitiateAuth",
        {
            "AuthFlow": "USER_SRP_AUTH",
            "ClientId": CLIENT_ID,
            "AuthParameters": {"USERNAME": email, "SRP_A": "%x" % public},
        },
    )["ChallengeParameters"]
    user = challenge["USER_ID_FOR_SRP"]
    server = int(challenge["SRP_B"], 16)
    k = number(sha256(pad(N), pad(G)))
    u = number(sha256(pad(public), pad(server)))
    identity = sha256((POOL + user + ":" + password).encode())
    x = number(sha256(pad(int(challenge["SALT"], 16)), identity))
    shared = pow(server - k * pow(G, x, N), a + u * x, N)
    extracted = hmac.new(pad(u), pad(shared), hashlib.sha256).digest()
    key = hmac.new(extracted, b"Caldera Derived Key\x01", hashlib.sha256).digest()[:16]
    now = datetime.datetime.now(datetime.timezone.utc)
    timestamp = now.strftime("%a %b ") + str(now.day) + now.strftime(" %H:%M:%S UTC %Y")
    block = challenge["SECRET_BLOCK"]
    message = (POOL + user).encode() + base64.b64decode(block) + timestamp.encode()
    return call(
        url,
        "RespondToAuthChallenge",
        {
            "ChallengeName": "PASSWORD_VERIFIER",
            "ClientId": CLIENT_ID,
            "ChallengeResponses": {
                "USERNAME": user,
                "PASSWORD_CLAIM_SECRET_BLOCK": block,
                "PASSWORD_CLAIM_SIGNATURE": base64.b64encode(
                    hmac.new(key, message, hashlib.sha256).digest()
                ).decode(),
                "TIMESTAMP": timestamp,
            },
        },
    )


def main():
    url, email, password, wrong = sys.argv[1:]
    for _ in range(10):
        token = login(url, email, password)["AuthenticationResult"]["IdToken"]
    request = urllib.request.Request(
        url + "/v2/files/backup", headers={"Authorization": "Bearer " + token}
    )
    with urllib.request.urlopen(request, timeout=60) as answer:
        assert json.load(answer) == []
    try:
        login(url, email, wrong)
        raise AssertionError("a wrong password logs in")
    except urllib.error.HTTPError as refused:
        assert json.load(refused)["__type"] == "NotAuthorizedException"
    print("all is well")


main()
