package org.homekeep.core.backup.evidence;

/** Marks exceptions whose message was written for people, who are told it as it is. */
public interface ForPeople {}
