"""What Backblaze's library for Python makes of a server; arguments: URL, key id, key, bucket, directory.

Ends with 0 when everything it stored came back and every list was what it had to be.
"""

import hashlib
import io
import os
import random
import sys
import time

from b2sdk.v2 import (
    B2Api,
    BucketRetentionSetting,
    CopySource,
    FileRetentionSetting,
    InMemoryAccountInfo,
    KeepOrDeleteMode,
    CompareVersionMode,
    LegalHold,
    NewerFileSyncMode,
    NO_RETENTION_BUCKET_SETTING,
    NO_RETENTION_FILE_SETTING,
    RetentionMode,
    RetentionPeriod,
    SSE_B2_AES,
    Synchronizer,
    SyncReport,
    UploadSourceLocalFile,
    parse_folder,
)
from b2sdk.v2.exception import B2Error, FileNotPresent, NonExistentBucket

url, key_id, key, bucket_name, directory = sys.argv[1:]
api = B2Api(InMemoryAccountInfo())
api.authorize_account(url, key_id, key)
bucket = api.get_bucket_by_name(bucket_name)
chance = random.Random(7)


def same(found, wanted, what):
    if found != wanted:
        raise AssertionError('%s: %r instead of %r' % (what, found, wanted))


def refused(call, kind, what):
    try:
        call()
    except kind:
        return
    raise AssertionError('%s was not refused' % what)


def write(name, size):
    path = os.path.join(directory, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, 'wb') as out:
        left = size
        while left:
            block = min(left, 1 << 20)
            out.write(chance.randbytes(block))
            left -= block
    return path


def sha1(path):
    digest = hashlib.sha1()
    with open(path, 'rb') as file:
        for block in iter(lambda: file.read(1 << 20), b''):
            digest.update(block)
    return digest.hexdigest()


def versions(prefix=''):
    return [(each.file_name, each.action) for each, _ in
            bucket.ls(prefix, latest_only=False, recursive=True)]


# Files of all sizes, whole.
for size in (0, 1, 40, 4_999_999, 5_000_000, 5_000_001, 30_000_000):
    path = write('sent/%d' % size, size)
    stored = bucket.upload_local_file(path, 'sizes/%d' % size, file_infos={'note': 'für dich'})
    same(stored.size, size, 'size')
    same(api.get_file_info(stored.id_).file_info['note'], 'für dich', 'note')
    got = os.path.join(directory, 'got')
    bucket.download_file_by_name('sizes/%d' % size).save_to(got)
    same(sha1(got), sha1(path), 'content of %d bytes' % size)
    os.remove(got)

# A large file in parts, of what is here and of what is there.
path = write('sent/large', 12_000_000)
stored = bucket.upload(UploadSourceLocalFile(path), 'large', min_part_size=5_000_000)
same(stored.size, 12_000_000, 'size of the large file')
joined = bucket.concatenate(
    [CopySource(stored.id_, offset=0, length=6_000_000), UploadSourceLocalFile(path)], 'joined')
same(joined.size, 18_000_000, 'size of the file that was put together')
got = io.BytesIO()
bucket.download_file_by_id(joined.id_).save(got)
with open(path, 'rb') as file:
    content = file.read()
same(got.getvalue(), content[:6_000_000] + content, 'what was put together')
part = io.BytesIO()
bucket.download_file_by_name('large', range_=(5, 14)).save(part)
same(part.getvalue(), content[5:15], 'a range')

# Names, copies, hidden files, versions.
odd = 'ü b+c%20&?#;=\u65e5 \U0001f600'
bucket.upload_bytes(b'odd', odd)
got = io.BytesIO()
bucket.download_file_by_name(odd).save(got)
same(got.getvalue(), b'odd', 'content under an odd name')
bucket.copy(bucket.get_file_info_by_name(odd).id_, 'versions/a')
bucket.upload_bytes(b'second', 'versions/a')
mark = bucket.hide_file('versions/a')
same(versions('versions/'),
     [('versions/a', 'hide'), ('versions/a', 'upload'), ('versions/a', 'copy')], 'versions')
refused(lambda: bucket.get_file_info_by_name('versions/a'), FileNotPresent, 'a hidden file')
api.delete_file_version(mark.id_, 'versions/a')
same(bucket.get_file_info_by_name('versions/a').size, 6, 'the version behind the mark')

# Unfinished files.
begun = api.services.large_file.start_large_file(bucket.id_, 'begun', 'application/x-tar')
same([each.file_id for each in bucket.list_unfinished_large_files()], [begun.file_id], 'unfinished')
same(list(bucket.list_parts(begun.file_id)), [], 'parts')
bucket.cancel_large_file(begun.file_id)
same(list(bucket.list_unfinished_large_files()), [], 'unfinished after all')

# Keys and buckets.
restricted = api.create_key(['listBuckets', 'listFiles', 'readFiles'], 'reader',
                            valid_duration_seconds=1000, bucket_id=bucket.id_,
                            name_prefix='versions/')
reader = B2Api(InMemoryAccountInfo())
reader.authorize_account(url, restricted.id_, restricted.application_key)
shown = reader.get_bucket_by_name(bucket_name)
same([each.file_name for each, _ in shown.ls('versions/')], ['versions/a'], 'what the key may see')
refused(lambda: shown.upload_bytes(b'', 'versions/b'), B2Error, 'a write of a reader')
same(restricted.id_ in [each.id_ for each in api.list_keys()], True, 'the key is listed')
api.delete_key(restricted)
same(restricted.id_ in [each.id_ for each in api.list_keys()], False, 'the key is gone')
made = api.create_bucket('made-by-python', 'allPrivate', lifecycle_rules=[
    {'fileNamePrefix': '', 'daysFromHidingToDeleting': 1, 'daysFromUploadingToHiding': None}])
changed = made.update(bucket_type='allPublic', if_revision_is=made.revision)
same(changed.type_, 'allPublic', 'type of the bucket')
refused(lambda: made.update(bucket_type='allPrivate', if_revision_is=made.revision), B2Error,
        'a change of an old revision')
api.delete_bucket(changed)
refused(lambda: api.get_bucket_by_name('made-by-python'), NonExistentBucket, 'a deleted bucket')

# Locked files.
locking = api.create_bucket('locked-by-python', 'allPrivate', is_file_lock_enabled=True)
until = (int(time.time()) + 86400) * 1000
kept = locking.upload_bytes(b'kept', 'kept', legal_hold=LegalHold.OFF,
                            file_retention=FileRetentionSetting(RetentionMode.GOVERNANCE, until))
locking.update(default_retention=BucketRetentionSetting(RetentionMode.GOVERNANCE,
                                                        RetentionPeriod(days=3)))
shown = api.get_bucket_by_name('locked-by-python')
same(shown.default_retention.period, RetentionPeriod(days=3), 'the default retention')
inherited = locking.upload_bytes(b'inherited', 'inherited')
same(inherited.file_retention.mode, RetentionMode.GOVERNANCE, 'the retention that is inherited')
locking.update(default_retention=NO_RETENTION_BUCKET_SETTING)
shown = api.get_bucket_by_name('locked-by-python')
same(shown.default_retention.mode, RetentionMode.NONE, 'no default retention')
same([(each.file_name, each.file_retention.retain_until) for each, _ in shown.ls()][1:],
     [('kept', until)], 'the retention in the list')
read = locking.download_file_by_name('kept')
same(read.download_version.file_retention, kept.file_retention, 'the retention at a download')
same(read.download_version.legal_hold, LegalHold.OFF, 'the legal hold at a download')
reader_key = api.create_key(['listBuckets', 'listFiles', 'readFiles'], 'blind')
reader = B2Api(InMemoryAccountInfo())
reader.authorize_account(url, reader_key.id_, reader_key.application_key)
blind = reader.get_bucket_by_name('locked-by-python').download_file_by_name('kept')
same(blind.download_version.file_retention.mode, RetentionMode.UNKNOWN, 'a retention not to be known')
same(blind.download_version.legal_hold, LegalHold.UNKNOWN, 'a legal hold not to be known')
refused(lambda: api.delete_file_version(kept.id_, 'kept'), B2Error, 'to delete what is retained')
refused(lambda: api.update_file_retention(kept.id_, 'kept', NO_RETENTION_FILE_SETTING), B2Error,
        'to take the retention away')
for each in kept, inherited:
    api.update_file_retention(each.id_, each.file_name, NO_RETENTION_FILE_SETTING,
                              bypass_governance=True)
    api.delete_file_version(each.id_, each.file_name)
encrypted = locking.upload_bytes(b'encrypted', 'encrypted', encryption=SSE_B2_AES)
same(encrypted.server_side_encryption, SSE_B2_AES, 'the encryption')
api.delete_file_version(encrypted.id_, 'encrypted')
api.delete_bucket(locking)

# A directory that is synchronised.
for i in range(30):
    write('tree/%d/%d' % (i % 3, i), chance.randrange(5_000))
tree = parse_folder(os.path.join(directory, 'tree'), api)
there = parse_folder('b2://%s/tree' % bucket_name, api)
Synchronizer(4, compare_version_mode=CompareVersionMode.SIZE,
             newer_file_mode=NewerFileSyncMode.REPLACE,
             keep_days_or_delete=KeepOrDeleteMode.DELETE).sync_folders(
                 tree, there, now_millis=1_800_000_000_000, reporter=SyncReport(open(os.devnull, "w"), True))
os.remove(os.path.join(directory, 'tree/0/0'))
Synchronizer(4, compare_version_mode=CompareVersionMode.SIZE,
             keep_days_or_delete=KeepOrDeleteMode.DELETE).sync_folders(
                 tree, there, now_millis=1_800_000_000_000, reporter=SyncReport(open(os.devnull, "w"), True))
same(sorted(name for name, _ in versions('tree')),
     sorted('tree/%d/%d' % (i % 3, i) for i in range(1, 30)), 'what was synchronised')

for each, _ in bucket.ls('', latest_only=False, recursive=True):
    api.delete_file_version(each.id_, each.file_name)
same(versions(), [], 'what is left')
print('all is well')
