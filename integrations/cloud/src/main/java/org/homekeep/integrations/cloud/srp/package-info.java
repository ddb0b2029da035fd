/**
 * The proof of a password that never leaves the machine: SRP-6a as Amazon Cognito speaks it.
 * Arithmetic alone; knows no network.
 */
@NullMarked
package org.homekeep.integrations.cloud.srp;

import org.jspecify.annotations.NullMarked;
