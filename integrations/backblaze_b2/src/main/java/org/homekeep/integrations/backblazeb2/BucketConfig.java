package org.homekeep.integrations.backblazeb2;

import org.homekeep.api.Secret;
import org.homekeep.api.schema.Field;
import org.homekeep.api.schema.FormSchema;
import org.homekeep.api.schema.Values;

/**
 * What an entry is about: a key, a bucket, and the folder in the bucket.
 *
 * @param prefix empty, or ends with a slash
 */
record BucketConfig(Secret keyId, Secret applicationKey, String bucket, String prefix) {
  static final String KEY_ID = "key_id";
  static final String APPLICATION_KEY = "application_key";
  static final String BUCKET = "bucket";
  static final String PREFIX = "prefix";

  /** What people fill in, and what an entry holds. */
  static final FormSchema SCHEMA =
      FormSchema.of(
          Field.Hidden.visible(KEY_ID),
          Field.Hidden.password(APPLICATION_KEY),
          Field.Text.required(BUCKET),
          Field.Text.optional(PREFIX, ""));

  /** What people fill in when only the key is to be replaced. */
  static final FormSchema KEY_SCHEMA =
      FormSchema.of(Field.Hidden.visible(KEY_ID), Field.Hidden.password(APPLICATION_KEY));

  /** Reads what was typed or stored; blanks around each value come from copying and are cut. */
  static BucketConfig of(Values values) {
    return new BucketConfig(
        stripped(values.secret(KEY_ID)),
        stripped(values.secret(APPLICATION_KEY)),
        Typed.stripped(values.text(BUCKET)),
        Prefix.normalise(values.findText(PREFIX).orElse("")));
  }

  Values toValues() {
    return Values.empty()
        .with(KEY_ID, keyId)
        .with(APPLICATION_KEY, applicationKey)
        .with(BUCKET, bucket)
        .with(PREFIX, prefix);
  }

  /** Whether both are one place: the same key, or folders of one bucket that hold each other. */
  boolean collidesWith(BucketConfig other) {
    boolean sameKey = keyId.equals(other.keyId) && applicationKey.equals(other.applicationKey);
    boolean sameFolder =
        bucket.equals(other.bucket)
            && (prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix));
    return sameKey || sameFolder;
  }

  /** Whether both are the same bucket and folder. */
  boolean isIn(BucketConfig other) {
    return bucket.equals(other.bucket) && prefix.equals(other.prefix);
  }

  /** Whether an object is one of this folder, and not of one below it. */
  boolean holds(String bucketName, String object) {
    return bucket.equals(bucketName)
        && object.startsWith(prefix)
        && object.indexOf('/', prefix.length()) < 0;
  }

  private static Secret stripped(Secret typed) {
    return Secret.of(Typed.stripped(typed.reveal()));
  }
}
