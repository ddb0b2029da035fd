package org.homekeep.core.integration.custom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.homekeep.api.Integration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackageClassLoaderTest {
  @TempDir private Path directory;
  private PackageClassLoader loader;

  /** A jar that brings its own copy of a class that the hub has, and one of the API. */
  @BeforeEach
  void open() throws IOException, LoadException {
    Path jar = directory.resolve("sample.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      for (Class<?> type : List.of(LoadFailure.class, Integration.class)) {
        String name = type.getName().replace('.', '/') + ".class";
        zip.putNextEntry(new JarEntry(name));
        try (InputStream code = type.getClassLoader().getResourceAsStream(name)) {
          Optional.ofNullable(code).orElseThrow().transferTo(zip);
        }
      }
      zip.putNextEntry(new JarEntry("sample/text.txt"));
      zip.write("own".getBytes(StandardCharsets.UTF_8));
    }
    loader = PackageClassLoader.open("sample", getClass().getClassLoader(), List.of(jar));
  }

  @AfterEach
  void close() {
    loader.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.homekeep.api.Integration",
        "org.homekeep.api.flow.ConfigFlow",
        "io.vertx.core.Future",
        "io.vertx.core.json.JsonObject",
        "io.vertx.core.buffer.Buffer",
        "org.slf4j.Logger",
        "org.slf4j.event.Level",
        "org.jspecify.annotations.NullMarked"
      })
  void the_api_and_what_it_shows_are_the_hubs(String name) throws ClassNotFoundException {
    assertThat(loader.loadClass(name).getClassLoader())
        .isSameAs(Class.forName(name).getClassLoader());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.homekeep.core.Hub",
        "org.homekeep.core.runtime.HubRuntime",
        "io.vertx.core.http.HttpServer",
        "io.vertx.core.internal.ContextInternal",
        "com.fasterxml.jackson.databind.ObjectMapper",
        "org.bouncycastle.crypto.Digest",
        "ch.qos.logback.classic.Logger",
        "io.netty.buffer.ByteBuf",
        "org.junit.jupiter.api.Test"
      })
  void nothing_else_of_the_hub_can_be_seen(String name) throws ClassNotFoundException {
    assertThat(Class.forName(name, false, getClass().getClassLoader())).isNotNull();
    assertThatThrownBy(() -> loader.loadClass(name)).isInstanceOf(ClassNotFoundException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"java.lang.String", "java.net.http.HttpClient", "javax.net.ssl.SSLContext"})
  void the_jdk_can_be_seen(String name) throws ClassNotFoundException {
    assertThat(loader.loadClass(name)).isNotNull();
  }

  @Test
  void its_own_class_comes_before_the_hubs() throws ClassNotFoundException {
    Class<?> own = loader.loadClass(LoadFailure.class.getName());

    assertThat(own).isNotEqualTo(LoadFailure.class);
    assertThat(own.getClassLoader()).isSameAs(loader);
  }

  @Test
  void a_copy_of_the_api_is_passed_over() throws ClassNotFoundException {
    assertThat(loader.loadClass(Integration.class.getName())).isEqualTo(Integration.class);
  }

  @Test
  void resources_are_its_own_alone() throws IOException {
    try (InputStream own = loader.getResourceAsStream("sample/text.txt")) {
      assertThat(Optional.ofNullable(own).orElseThrow().readAllBytes()).asString().isEqualTo("own");
    }
    assertThat(loader.getResource("sample/text.txt").openStream().readAllBytes())
        .asString()
        .isEqualTo("own");
    assertThat(loader.getResource("logback-test.xml")).isNull();
    assertThat(
            loader
                .getResources("META-INF/services/org.slf4j.spi.SLF4JServiceProvider")
                .hasMoreElements())
        .isFalse();
  }

  @Test
  void its_code_runs_with_its_classes_as_the_threads_own() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();

    ClassLoader during =
        OwnClasses.of(loader).around(() -> Thread.currentThread().getContextClassLoader()).call();

    assertThat(during).isSameAs(loader);
    assertThat(Thread.currentThread().getContextClassLoader()).isSameAs(before);
  }

  @Test
  void after_it_was_closed_nothing_more_is_loaded() {
    loader.close();

    assertThatThrownBy(() -> loader.loadClass(LoadFailure.class.getName()))
        .isInstanceOf(IllegalStateException.class);
  }
}
