package dev.pollux.server.space;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.sdk.server.Session;
import org.eclipse.milo.opcua.sdk.server.servicesets.impl.AccessController;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.structured.AddReferencesItem;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteNodesItem;
import org.eclipse.milo.opcua.stack.core.types.structured.DeleteReferencesItem;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.jspecify.annotations.Nullable;

/**
 * Lets the namespaces that check every access themselves do so, and asks the stack's controller for all others. The
 * stack's controller reads six attributes for each value, which costs more than the read itself, and does not look at
 * value permissions at all.
 */
final class FastAccess implements AccessController {
    private final AccessController others;
    private final Predicate<NodeId> selfChecking;

    FastAccess(AccessController others, Predicate<NodeId> selfChecking) {
        this.others = others;
        this.selfChecking = selfChecking;
    }

    @Override
    public Map<ReadValueId, AccessResult> checkReadAccess(Session session, List<ReadValueId> ids) {
        return verdicts(ids, ReadValueId::getNodeId, rest -> others.checkReadAccess(session, rest));
    }

    @Override
    public Map<WriteValue, AccessResult> checkWriteAccess(Session session, List<WriteValue> values) {
        return verdicts(values, WriteValue::getNodeId, rest -> others.checkWriteAccess(session, rest));
    }

    @Override
    public Map<NodeId, AccessResult> checkBrowseAccess(Session session, List<NodeId> ids) {
        return verdicts(ids, Function.identity(), rest -> others.checkBrowseAccess(session, rest));
    }

    @Override
    public Map<CallMethodRequest, AccessResult> checkCallAccess(Session session, List<CallMethodRequest> requests) {
        return others.checkCallAccess(session, requests);
    }

    @Override
    public Map<AddReferencesItem, AccessResult> checkAddReferencesAccess(
            Session session, List<AddReferencesItem> items) {
        return others.checkAddReferencesAccess(session, items);
    }

    @Override
    public Map<DeleteNodesItem, AccessResult> checkDeleteNodesAccess(Session session, List<DeleteNodesItem> items) {
        return others.checkDeleteNodesAccess(session, items);
    }

    @Override
    public Map<DeleteReferencesItem, AccessResult> checkDeleteReferencesAccess(
            Session session, List<DeleteReferencesItem> items) {
        return others.checkDeleteReferencesAccess(session, items);
    }

    private <K> Map<K, AccessResult> verdicts(
            List<K> keys, Function<K, NodeId> nodeOf, Function<List<K>, Map<K, AccessResult>> ask) {
        List<K> rest = new ArrayList<>();
        for (K key : keys) {
            if (!selfChecking.test(nodeOf.apply(key))) {
                rest.add(key);
            }
        }
        return new Verdicts<>(keys, rest.isEmpty() ? Map.of() : ask.apply(rest));
    }

    /** Everything that was not asked for is allowed; the stack only ever calls get with one of the keys. */
    private static final class Verdicts<K> extends AbstractMap<K, AccessResult> {
        private final List<K> keys;
        private final Map<K, AccessResult> asked;

        Verdicts(List<K> keys, Map<K, AccessResult> asked) {
            this.keys = keys;
            this.asked = asked;
        }

        @Override
        public AccessResult get(@Nullable Object key) {
            AccessResult result = asked.isEmpty() ? null : asked.get(key);
            return result == null ? AccessResult.ALLOWED : result;
        }

        @Override
        public Set<Entry<K, AccessResult>> entrySet() {
            Set<Entry<K, AccessResult>> entries = new LinkedHashSet<>();
            for (K key : keys) {
                entries.add(Map.entry(key, get(key)));
            }
            return entries;
        }
    }
}
