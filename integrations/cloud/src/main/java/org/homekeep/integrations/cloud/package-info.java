/**
 * Home Assistant Cloud: an account that people log in to, and one encrypted backup of less than 5
 * GB that it keeps for them (b2-and-cloud.md §B).
 */
@NullMarked
package org.homekeep.integrations.cloud;

import org.jspecify.annotations.NullMarked;
