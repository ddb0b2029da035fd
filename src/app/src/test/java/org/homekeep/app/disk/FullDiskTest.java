package org.homekeep.app.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.homekeep.testkit.TestHub.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.homekeep.checks.Seed;
import org.homekeep.checks.WatchedVertx;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A hub whose disk is full at any call of the system with which it saves its settings, makes a
 * backup, deletes one, makes a key and restores: with {@code -Dfull.disks=1000} at all of them,
 * each once for that call alone and once from it on. {@code -Dfull.disk=…} replays the one of that
 * name. The same on a disk that is small: with {@code -Dfull.pages=40} each deed with 0 to 39 pages
 * left.
 */
class FullDiskTest {
  private static final int POINTS = Integer.getInteger("full.disks", 12);
  private static final List<Integer> FREE_PAGES =
      Optional.ofNullable(Integer.getInteger("full.pages"))
          .map(number -> IntStream.range(0, number).boxed().toList())
          .orElse(List.of(0, 1, 4, 16));
  private static final int ENOUGH_FINDINGS = 20;

  /** Those that went wrong once. */
  private static final List<String> FOUND =
      List.of(
          "RESTORE,lasting,data/.homekeep_restore::fsync:2",
          "BACK_UP,lasting,config/.storage/backup.new::fsync:1");

  /** What needs room on a disk. */
  private static final Set<String> FILLING =
      Set.of(
          "openat",
          "write",
          "pwrite64",
          "fsync",
          "fdatasync",
          "ftruncate",
          "fallocate",
          "rename",
          "renameat",
          "renameat2",
          "link",
          "linkat",
          "symlink",
          "symlinkat",
          "mkdir",
          "mkdirat",
          "sendfile",
          "copy_file_range");

  @TempDir Path directory;
  private final Vertx vertx = WatchedVertx.create();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  /** A call of the system that the disk refuses, and perhaps all like it from then on. */
  private record Refusal(Deed deed, SystemCalls.Point point, boolean lasting, String words) {
    static Refusal of(String name) {
      String[] parts = name.split(",", 3);
      return new Refusal(
          Deed.valueOf(parts[0]), SystemCalls.Point.of(parts[2]), parts[1].equals("lasting"), "");
    }

    @Override
    public String toString() {
      return "-Dfull.disk=%s,%s,%s %s".formatted(deed, lasting ? "lasting" : "once", point, words);
    }
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void nothing_is_lost_and_nothing_comes_later_at_whatever_call_the_disk_is_full() // §G 24
      throws Exception {
    assumeTrue(SystemCalls.canBeSeen(), "strace is not installed, or may not watch processes here");
    Estate estate = Estate.build(vertx, directory);
    String one = System.getProperty("full.disk");
    List<String> findings = new ArrayList<>();
    int refused = 0;
    Tenancy tenancy = tenancy(estate);
    try {
      List<Refusal> refusals =
          one == null ? refusals(tenancy, Seed.random("full disks")) : List.of(Refusal.of(one));
      System.out.printf("full disks: %d points%n", refusals.size());
      for (Refusal refusal : refusals.stream().limit(POINTS).toList()) {
        try {
          refused += attempt(tenancy, refusal) ? 1 : 0;
        } catch (AssertionError | RuntimeException | IOException failed) {
          System.out.println("FOUND " + refusal);
          failed.printStackTrace(System.out);
          System.out.println("The hub said:\n" + tenancy.log());
          findings.add(refusal + "\n" + failed);
          tenancy.close();
          tenancy = tenancy(estate);
        }
        if (findings.size() >= ENOUGH_FINDINGS) {
          break;
        }
      }
      System.out.printf("full disks: %d deeds were refused%n", refused);
    } finally {
      tenancy.close();
    }
    assertThat(findings).isEmpty();
  }

  private Tenancy tenancy(Estate estate) throws IOException {
    return Tenancy.in(estate, estate.copy("full"), directory.resolve("aside"));
  }

  private static boolean attempt(Tenancy tenancy, Refusal refusal) throws Exception {
    Ending ending =
        tenancy.attempt(
            refusal.deed(),
            () ->
                SystemCalls.noSpaceAt(
                    tenancy.pid(), tenancy.home().root(), refusal.point(), refusal.lasting()));
    tenancy.assertRecovers(refusal.deed(), ending);
    return ending instanceof Ending.Refused;
  }

  private List<Refusal> refusals(Tenancy tenancy, Random random) throws Exception {
    List<Refusal> all = new ArrayList<>();
    Path file = directory.resolve("calls");
    for (Deed deed : Deed.values()) {
      // The second time all threads are there.
      assertThat(tenancy.attempt(deed, () -> () -> {})).isEqualTo(new Ending.Done());
      Map<Long, String> threads = SystemCalls.names(tenancy.pid());
      assertThat(tenancy.attempt(deed, () -> SystemCalls.record(tenancy.pid(), file)))
          .isEqualTo(new Ending.Done());
      for (Recording.Call call :
          Recording.read(file, tenancy.home(), threads, path -> !path.contains("backups/"))) {
        call.point()
            .filter(point -> call.changing() && FILLING.contains(point.name()))
            .ifPresent(
                point -> {
                  all.add(new Refusal(deed, point, false, call.words()));
                  all.add(new Refusal(deed, point, true, call.words()));
                });
      }
    }
    Collections.shuffle(all, random);
    return Stream.concat(FOUND.stream().map(Refusal::of), all.stream()).toList();
  }

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void nothing_is_lost_on_a_small_disk_that_is_full() throws Exception {
    Estate estate = Estate.build(vertx, directory);
    Path disk = Files.createDirectories(directory.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=48m,mode=0755", "homekeep-test", disk.toString()),
        "only root may mount a small disk, and not everywhere");
    try (Tenancy tenancy =
        Tenancy.in(estate, estate.copy("disk/home"), directory.resolve("aside"))) {
      int refused = 0;
      for (int free : FREE_PAGES) {
        for (Deed deed : Deed.values()) {
          refused += attemptWith(free, deed, disk.resolve("ballast"), tenancy) ? 1 : 0;
        }
      }
      System.out.printf(
          "small disk: %d deeds of %d were refused%n",
          refused, FREE_PAGES.size() * Deed.values().length);
      assertThat(refused).isPositive();
    } finally {
      run("umount", "--lazy", disk.toString());
    }
  }

  /** Whether it was refused. */
  private static boolean attemptWith(int free, Deed deed, Path ballast, Tenancy tenancy)
      throws Exception {
    try {
      Ending ending = tenancy.attempt(deed, () -> filled(ballast, free));
      tenancy.assertRecovers(deed, ending);
      return ending instanceof Ending.Refused;
    } catch (AssertionError | RuntimeException failed) {
      throw new AssertionError(
          "%s with %d free pages; the hub said:%n%s".formatted(deed, free, tenancy.log()), failed);
    }
  }

  /**
   * Fills a disk.
   *
   * @param free so many pages stay free
   */
  private static AutoCloseable filled(Path ballast, int free) throws IOException {
    byte[] page = new byte[4096];
    long pages = Files.getFileStore(ballast.getParent()).getUsableSpace() / page.length - free;
    try (OutputStream out = Files.newOutputStream(ballast)) {
      for (long i = 0; i < pages; i++) {
        out.write(page);
      }
    }
    return () -> Files.delete(ballast);
  }

  private static boolean run(String... command) throws Exception {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
    } catch (IOException notThere) {
      return false;
    }
  }
}
