package dev.pollux.failover;

import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/**
 * How the creation of one item went on one member.
 *
 * @param item the item, as given to {@link FailoverClient#subscribe}
 * @param member ApplicationUri of the member (its URL while the uri is not known)
 * @param result Good, or why the member has refused, e.g. Bad_NodeIdUnknown
 */
public record ItemStatus(ItemSettings item, String member, StatusCode result) {}
