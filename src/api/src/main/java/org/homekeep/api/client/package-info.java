/**
 * What clients may ask of an integration itself: commands on the websocket and paths over HTTP,
 * each declared with who may use it and what it takes.
 */
@NullMarked
package org.homekeep.api.client;

import org.jspecify.annotations.NullMarked;
