package org.homekeep.core.integration.custom;

import java.util.concurrent.Callable;

/**
 * Lets the code of an integration run with its own class loader as the thread's: libraries look
 * there for their parts, and would find the hub's instead.
 */
public final class OwnClasses {
  private final ClassLoader loader;

  private OwnClasses(ClassLoader loader) {
    this.loader = loader;
  }

  /** The classes of a loader. */
  public static OwnClasses of(ClassLoader loader) {
    return new OwnClasses(loader);
  }

  /** The same code, with these classes around it. */
  public <T> Callable<T> around(Callable<T> code) {
    return () -> {
      Thread thread = Thread.currentThread();
      ClassLoader before = thread.getContextClassLoader();
      thread.setContextClassLoader(loader);
      try {
        return code.call();
      } finally {
        thread.setContextClassLoader(before);
      }
    };
  }
}
