"""Writes and extracts an archive with Home Assistant's own library, driven as Home Assistant does.

    reference.py create DATA ARCHIVE zlib6|zlib9|isal2|isal3
    reference.py extract ARCHIVE DIRECTORY
    reference.py which

Without the library (python3-securetar) a stand-in does the same work with Python's tarfile, zlib and
cryptography; `which` says which one it is.
"""

import hashlib
import io
import json
import os
import sys
import tarfile
import tempfile
import types
import zlib
from pathlib import Path

PASSWORD = "correct horse battery staple"
BUFFER = 4 * 1024 * 1024
LEFT_OUT = [
    "__pycache__/*", ".DS_Store", ".HA_RESTORE", "*.db-shm", "*.log.*", "*.log",
    "backups/*.tar", "tmp_backups/*.tar", "OZW_Log.txt", "tts/*",
]


def key():
    value = PASSWORD.encode()
    for _ in range(100):
        value = hashlib.sha256(value).digest()
    return value[:16]


def left_out(path):
    return any(path.match(pattern) for pattern in LEFT_OUT)


def choose(engine):
    """Makes tarfile compress with the engine; it asks for the module zlib at each opening."""
    level = int(engine[-1])
    if engine.startswith("isal"):
        from isal import isal_zlib as chosen
    else:
        # Neither the library nor Python may find a faster engine by itself.
        sys.modules["isal"] = None
        sys.modules["zlib_ng"] = None
        chosen = zlib
    module = types.ModuleType("zlib")
    module.__dict__.update({n: getattr(chosen, n) for n in dir(chosen) if not n.startswith("__")})
    module.compressobj = lambda _level=-1, *rest: chosen.compressobj(level, *rest)
    sys.modules["zlib"] = module


def metadata():
    return json.dumps(
        {
            "compressed": True,
            "date": "2026-01-30T05:42:12.345678-08:00",
            "extra": {},
            "homeassistant": {"exclude_database": False, "version": "2026.1.0"},
            "name": "Measurement",
            "protected": True,
            "slug": "27e0ff0f",
            "type": "partial",
            "version": 2,
        }
    ).encode()


def add_metadata(outer):
    data = metadata()
    info = tarfile.TarInfo("./backup.json")
    info.size = len(data)
    outer.addfile(info, io.BytesIO(data))


def create_with_library(data, archive):
    whole = securetar.SecureTarFile(archive, "w", gzip=False, bufsize=BUFFER)
    with whole as outer:
        add_metadata(outer)
        with whole.create_inner_tar("./homeassistant.tar.gz", gzip=True, key=key()) as inner:
            securetar.atomic_contents_add(
                inner, origin_path=data, file_filter=left_out, arcname="data"
            )


def extract_with_library(archive, target):
    with tempfile.TemporaryDirectory(dir=target.parent) as scratch:
        with tarfile.open(archive, "r:", bufsize=BUFFER) as outer:
            outer.extractall(scratch, members=securetar.secure_path(outer), filter="fully_trusted")
        part = Path(scratch, "homeassistant.tar.gz")
        with securetar.SecureTarFile(part, "r", key=key(), gzip=True, bufsize=BUFFER) as inner:
            inner.extractall(target, members=securetar.secure_path(inner), filter="fully_trusted")


class Encrypting(io.RawIOBase):
    """AES-128-CBC into a file, for the stand-in."""

    def __init__(self, out, cipher):
        self.out, self.cipher, self.rest, self.size = out, cipher, b"", 0

    def write(self, data):
        data = bytes(data)
        self.size += len(data)
        whole = len(self.rest) + len(data) & ~15
        joined = self.rest + data
        self.out.write(self.cipher.update(joined[:whole]))
        self.rest = joined[whole:]
        return len(data)

    def finish(self):
        fill = 16 - len(self.rest)
        self.out.write(self.cipher.update(self.rest + bytes([fill]) * fill))


def cipher(salt):
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    value = key() + salt
    for _ in range(100):
        value = hashlib.sha256(value).digest()
    return Cipher(algorithms.AES(key()), modes.CBC(value[:16]))


def create_with_stand_in(data, archive):
    with tempfile.NamedTemporaryFile(dir=archive.parent) as part:
        salt = os.urandom(16)
        part.write(b"SecureTar\x02" + bytes(22) + salt)
        sink = Encrypting(part, cipher(salt).encryptor())
        with tarfile.open(mode="w|gz", fileobj=sink, bufsize=BUFFER) as inner:
            inner.add(data, "data", filter=lambda info: None if left_out(Path(info.name)) else info)
        sink.finish()
        size = part.tell()
        part.seek(16)
        part.write(sink.size.to_bytes(8, "big"))
        part.seek(0)
        with tarfile.open(archive, "w:", bufsize=BUFFER) as outer:
            add_metadata(outer)
            info = tarfile.TarInfo("./homeassistant.tar.gz")
            info.size = size
            outer.addfile(info, part)


class Decrypting(io.RawIOBase):
    """The other way; the padding at the end is left for gzip to ignore."""

    def __init__(self, source, plain):
        self.source, self.plain = source, plain

    def read(self, size=-1):
        return self.plain.update(self.source.read((size + 15) & ~15 if size > 0 else size))


def extract_with_stand_in(archive, target):
    with tarfile.open(archive, "r:", bufsize=BUFFER) as outer:
        part = outer.extractfile("./homeassistant.tar.gz")
        salt = part.read(48)[32:]
        source = Decrypting(part, cipher(salt).decryptor())
        with tarfile.open(mode="r|gz", fileobj=source, bufsize=BUFFER) as inner:
            inner.extractall(target, filter="fully_trusted")


try:
    import securetar
except ImportError:
    securetar = None


def main(command, *arguments):
    if command == "which":
        print("the library" if securetar else "a stand-in (python3-securetar is not installed)")
    elif command == "create":
        choose(arguments[2])
        create = create_with_library if securetar else create_with_stand_in
        create(Path(arguments[0]), Path(arguments[1]))
    elif command == "extract":
        extract = extract_with_library if securetar else extract_with_stand_in
        extract(Path(arguments[0]), Path(arguments[1]))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
