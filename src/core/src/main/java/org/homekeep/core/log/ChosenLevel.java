package org.homekeep.core.log;

/** A level that somebody set for an integration, and how long it stays. */
record ChosenLevel(LogLevel level, Persistence persistence) {}
