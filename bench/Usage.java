import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Time, processor time and peak memory of another process, from Linux's {@code /proc}. */
final class Usage {
  private static final double TICKS_PER_SECOND = 100;

  private final Path process;
  private long started;
  private double processorAtStart;

  Usage(long pid) {
    this.process = Path.of("/proc", Long.toString(pid));
  }

  /**
   * What it took.
   *
   * @param seconds that passed
   * @param processor seconds of the process, the kernel's for it included
   * @param peakMegabytes the most that was resident
   */
  record Spent(double seconds, double processor, double peakMegabytes) {}

  void begin() throws IOException {
    // 5 sets the peak back to what is resident now.
    Files.writeString(process.resolve("clear_refs"), "5");
    processorAtStart = processor();
    started = System.nanoTime();
  }

  /** Since it began. */
  Spent end() throws IOException {
    double seconds = (System.nanoTime() - started) / 1e9;
    return new Spent(seconds, processor() - processorAtStart, peakMegabytes());
  }

  /** Processor seconds since the process began. */
  double processor() throws IOException {
    String stat = Files.readString(process.resolve("stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  private double peakMegabytes() throws IOException {
    for (String line : Files.readAllLines(process.resolve("status"))) {
      if (line.startsWith("VmHWM:")) {
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024 / 1e6;
      }
    }
    return Double.NaN;
  }
}
