package org.homekeep.bench;

import java.util.concurrent.TimeUnit;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.part.ArchiveCiphers;
import org.homekeep.core.backup.archive.securetar.PartCipher;
import org.homekeep.core.backup.archive.securetar.Randomness;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** From a password to the cipher of a part, which in version 3 is Argon2id; in milliseconds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class KeyStage {
  /** Which SecureTar. */
  @Param public SecureTarVersion version = SecureTarVersion.V2;

  /** All of it. */
  @Benchmark
  public PartCipher derive() {
    Secret key = Secret.of("correct horse battery staple");
    return ArchiveCiphers.create(version, key, Randomness.secure()).nextPart();
  }
}
