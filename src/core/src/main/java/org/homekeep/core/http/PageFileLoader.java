package org.homekeep.core.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Collects the files of the web page from the class path: a jar, or a directory of classes. */
final class PageFileLoader {
  private static final String DIRECTORY = "org/homekeep/frontend/";

  private PageFileLoader() {}

  /** Path below the root of the server → file. Blocking. */
  static Map<String, PageFile> load(ClassLoader classes) throws IOException {
    Map<String, PageFile> files = new HashMap<>();
    for (URL url : Collections.list(classes.getResources(DIRECTORY))) {
      if (url.openConnection() instanceof JarURLConnection jar) {
        fromJar(jar, files);
      } else if (url.getProtocol().equals("file")) {
        fromDirectory(url, files);
      }
    }
    return files;
  }

  private static void fromJar(JarURLConnection connection, Map<String, PageFile> files)
      throws IOException {
    connection.setUseCaches(false);
    try (JarFile jar = connection.getJarFile()) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().startsWith(DIRECTORY) && !entry.isDirectory()) {
          add(
              entry.getName().substring(DIRECTORY.length()),
              jar.getInputStream(entry).readAllBytes(),
              files);
        }
      }
    }
  }

  private static void fromDirectory(URL url, Map<String, PageFile> files) throws IOException {
    try {
      Path root = Path.of(new URI(url.toString()));
      try (Stream<Path> found = Files.walk(root)) {
        List<Path> regular = found.filter(Files::isRegularFile).toList();
        for (Path file : regular) {
          add(root.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file), files);
        }
      }
    } catch (URISyntaxException | UncheckedIOException unreadable) {
      throw new IOException("The files of the web page cannot be read.", unreadable);
    }
  }

  private static void add(String name, byte[] content, Map<String, PageFile> files) {
    if (!name.endsWith(".class")) {
      files.putIfAbsent("/" + name, PageFile.of(name, content));
    }
  }
}
