package org.homekeep.core.integration.custom;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.ProtectionDomain;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The classes of one integration and its libraries: its own first, then the JDK's. Those of {@link
 * SharedPackages} are the hub's; nothing else of the hub can be seen.
 */
public final class PackageClassLoader extends ClassLoader implements Closeable {
  private static final int LARGEST_CLASS = 8 << 20;

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader hub;
  private final JarStack jars;

  private PackageClassLoader(String name, ClassLoader hub, JarStack jars) {
    super("integration " + name, ClassLoader.getPlatformClassLoader());
    this.hub = hub;
    this.jars = jars;
  }

  /**
   * Opens jars.
   *
   * @param name for messages
   * @param hub has the shared packages
   * @throws LoadException when one of the files is no jar
   */
  public static PackageClassLoader open(String name, ClassLoader hub, List<Path> files)
      throws LoadException {
    return new PackageClassLoader(name, hub, JarStack.open(files));
  }

  JarStack jars() {
    return jars;
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (SharedPackages.contain(name)) {
      return hub.loadClass(name);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      Class<?> found = known == null ? ownOrOfTheJdk(name) : known;
      if (resolve) {
        resolveClass(found);
      }
      return found;
    }
  }

  private Class<?> ownOrOfTheJdk(String name) throws ClassNotFoundException {
    Optional<JarStack.Found> own =
        name.startsWith("java.") ? Optional.empty() : jars.find(name.replace('.', '/') + ".class");
    return own.isPresent() ? define(name, own.get()) : getParent().loadClass(name);
  }

  private Class<?> define(String name, JarStack.Found found) throws ClassNotFoundException {
    try (InputStream in = found.open()) {
      byte[] code = in.readNBytes(LARGEST_CLASS + 1);
      if (code.length > LARGEST_CLASS) {
        throw new ClassFormatError("The class %s is larger than 8 MiB.".formatted(name));
      }
      return defineClass(name, code, 0, code.length, domain(found));
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }

  private ProtectionDomain domain(JarStack.Found found) {
    return new ProtectionDomain(
        new CodeSource(found.home(), (Certificate[]) null), null, this, null);
  }

  @Override
  public @Nullable URL getResource(String name) {
    return jars.find(name).map(JarStack.Found::url).orElseGet(() -> ofTheJdk(name));
  }

  private @Nullable URL ofTheJdk(String name) {
    return getParent().getResource(name);
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    List<URL> all = new ArrayList<>(jars.all(name).stream().map(JarStack.Found::url).toList());
    all.addAll(Collections.list(getParent().getResources(name)));
    return Collections.enumeration(all);
  }

  @Override
  public @Nullable InputStream getResourceAsStream(String name) {
    Optional<JarStack.Found> own = jars.find(name);
    if (own.isEmpty()) {
      return getParent().getResourceAsStream(name);
    }
    try {
      return own.get().open();
    } catch (IOException unreadable) {
      return null;
    }
  }

  /** No class that was not loaded before can be loaded after this. */
  @Override
  public void close() {
    jars.close();
  }
}
