package org.homekeep.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.homekeep.api.Secret;
import org.homekeep.core.backup.archive.SecureTarVersion;
import org.homekeep.core.backup.archive.part.ArchiveCiphers;
import org.homekeep.core.backup.archive.securetar.ArchiveCipher;
import org.homekeep.core.backup.archive.securetar.BlockOutput;
import org.homekeep.core.backup.archive.securetar.PartCipher;
import org.homekeep.core.backup.archive.securetar.Randomness;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Encrypting a part: AES-128-CBC (V2) and the secretstream (V3); operations are megabytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@OperationsPerInvocation(Sample.SIZE / 1_000_000)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "-Xmx512m")
public class CipherStage {
  /** Which SecureTar. */
  @Param public SecureTarVersion version = SecureTarVersion.V2;

  private final byte[] plain = new byte[Sample.SIZE];
  private Optional<PartCipher> cipher = Optional.empty();

  /** Derives the keys. */
  @Setup
  public void prepare() {
    Secret key = Secret.of("correct horse battery staple");
    ArchiveCipher archive = ArchiveCiphers.create(version, key, Randomness.secure());
    cipher = Optional.of(archive.nextPart());
  }

  /** The whole part. */
  @Benchmark
  public OutputStream encrypt() throws IOException {
    OutputStream out = OutputStream.nullOutputStream();
    try (OutputStream encrypted = new BlockOutput(out, cipher.orElseThrow().encryptor())) {
      encrypted.write(plain);
    }
    return out;
  }
}
