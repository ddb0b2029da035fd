/** The page in a browser, beside a real hub: each test is something that a person does. */
@NullMarked
package org.homekeep.browser;

import org.jspecify.annotations.NullMarked;
