package org.homekeep.core.integration.custom;

import java.util.concurrent.Callable;
import java.util.function.Supplier;

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
      ClassLoader before = enter();
      try {
        return code.call();
      } finally {
        Thread.currentThread().setContextClassLoader(before);
      }
    };
  }

  /** Runs code that throws nothing checked with these classes around it. */
  public <T> T within(Supplier<T> code) {
    ClassLoader before = enter();
    try {
      return code.get();
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private ClassLoader enter() {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    return before;
  }
}
