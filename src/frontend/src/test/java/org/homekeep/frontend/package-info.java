/**
 * Tests of the page's files: what can be known without a browser.
 *
 * <p>They read the files as they are packed; nothing else is called.
 */
@NullMarked
package org.homekeep.frontend;

import org.jspecify.annotations.NullMarked;
