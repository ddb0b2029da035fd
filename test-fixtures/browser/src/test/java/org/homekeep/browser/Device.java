package org.homekeep.browser;

/** What somebody looks at the page with. */
enum Device {
  DESKTOP(1280, 860),
  PHONE(390, 844);

  final int width;
  final int height;

  Device(int width, int height) {
    this.width = width;
    this.height = height;
  }
}
