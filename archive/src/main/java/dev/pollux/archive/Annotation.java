package dev.pollux.archive;

/**
 * A remark of a user on an instant of a series (OPC 10000-11 §5.1.2). Several may stand at one instant; user and
 * annotation time tell them apart.
 *
 * @param time the instant it is about, in {@link Ticks}
 * @param message the remark
 * @param user who made it
 * @param annotationTime when it was made, in {@link Ticks}
 */
public record Annotation(long time, String message, String user, long annotationTime) {}
