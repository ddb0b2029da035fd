/**
 * Home Assistant's own frontend with the hub: what it asks on each of its pages, in the order in
 * which it does, and every field that it needs of the answers (frontend.md).
 */
package org.homekeep.app.frontend;
