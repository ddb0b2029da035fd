package org.homekeep.core.integration.custom;

import java.io.Closeable;
import java.io.File;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.ZipFile;

/** The jars of one integration, open, and searched in order. May be used from any thread. */
final class JarStack implements Closeable {
  static final int MOST_ENTRIES = 50_000;
  private static final long LARGEST_RESOURCE = 32L << 20;

  private final List<JarFile> jars = new ArrayList<>();

  /** A resource and the jar that it is in. */
  record Found(JarFile jar, JarEntry entry) {

    /** The content; reading fails where more comes out than a resource may hold. */
    InputStream open() throws IOException {
      return new Bounded(jar.getInputStream(entry));
    }

    /** Where the whole jar lies. */
    URL home() {
      try {
        return new File(jar.getName()).toURI().toURL();
      } catch (MalformedURLException impossible) {
        throw new IllegalStateException(impossible);
      }
    }

    URL url() {
      Found found = this;
      try {
        return new URL(
            null,
            "jar:" + new File(jar.getName()).toURI() + "!/" + entry.getName(),
            new URLStreamHandler() {
              @Override
              protected URLConnection openConnection(URL url) {
                return new Connection(url, found);
              }
            });
      } catch (MalformedURLException impossible) {
        throw new IllegalStateException(impossible);
      }
    }
  }

  /**
   * Opens jars.
   *
   * @throws LoadException when one is no jar, or holds too much
   */
  static JarStack open(List<Path> files) throws LoadException {
    JarStack stack = new JarStack();
    for (Path file : files) {
      try {
        JarFile jar = new JarFile(file.toFile(), true, ZipFile.OPEN_READ, Runtime.version());
        stack.jars.add(jar);
        if (jar.size() > MOST_ENTRIES) {
          int entries = jar.size();
          stack.close();
          throw new LoadException(
              LoadFailure.Kind.TOO_LARGE,
              "It holds %d files, and %d are allowed.".formatted(entries, MOST_ENTRIES));
        }
      } catch (IOException | SecurityException damaged) {
        stack.close();
        throw new LoadException(
            LoadFailure.Kind.UNREADABLE, "It is no jar: %s.".formatted(damaged.getMessage()));
      }
    }
    return stack;
  }

  /** The first resource of a name. */
  Optional<Found> find(String name) {
    return all(name).stream().findFirst();
  }

  /** All resources of a name, one of each jar. */
  List<Found> all(String name) {
    List<Found> found = new ArrayList<>();
    for (JarFile jar : jars) {
      JarEntry entry = jar.getJarEntry(name);
      if (entry != null && !entry.isDirectory()) {
        found.add(new Found(jar, entry));
      }
    }
    return found;
  }

  @Override
  public void close() {
    for (JarFile jar : jars) {
      try {
        jar.close();
      } catch (IOException alreadyGone) {
        // Nothing is written to it, so there is nothing to lose.
      }
    }
  }

  private static final class Connection extends URLConnection {
    private final Found found;

    Connection(URL url, Found found) {
      super(url);
      this.found = found;
    }

    @Override
    public void connect() {}

    @Override
    public InputStream getInputStream() throws IOException {
      return found.open();
    }

    @Override
    public long getContentLengthLong() {
      return found.entry().getSize();
    }
  }

  /** A small file can unpack to gigabytes. */
  private static final class Bounded extends FilterInputStream {
    private long left = LARGEST_RESOURCE;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      count(next < 0 ? 0 : 1);
      return next;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int read = super.read(buffer, offset, length);
      count(Math.max(read, 0));
      return read;
    }

    @Override
    public boolean markSupported() {
      return false;
    }

    private void count(int read) throws IOException {
      left -= read;
      if (left < 0) {
        throw new IOException("The file in the jar is larger than 32 MiB.");
      }
    }
  }
}
