package dev.pollux.archive.rocks;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;

/** A RocksDB with its column families by name. */
final class OpenStore implements Reading.View, AutoCloseable {
    private static final String DEFAULT = new String(RocksDB.DEFAULT_COLUMN_FAMILY, StandardCharsets.UTF_8);

    private final RocksOptions options;
    private final RocksDB db;

    /** The writer adds, and removes under the store's gate; others look up. */
    private final Map<String, ColumnFamilyHandle> families = new ConcurrentHashMap<>();

    private OpenStore(RocksOptions options, RocksDB db, List<ColumnFamilyHandle> handles) throws RocksDBException {
        this.options = options;
        this.db = db;
        for (ColumnFamilyHandle handle : handles) {
            families.put(new String(handle.getName(), StandardCharsets.UTF_8), handle);
        }
    }

    /** @param wanted families that are created if missing; without effect if {@code readOnly} */
    static OpenStore open(Path path, long memoryBytes, Collection<String> wanted, boolean readOnly)
            throws RocksDBException {
        Set<String> names = new LinkedHashSet<>();
        names.add(DEFAULT);
        names.addAll(existing(path));
        if (!readOnly) {
            names.addAll(wanted);
        }
        RocksOptions options = new RocksOptions(memoryBytes);
        List<ColumnFamilyDescriptor> descriptors = new ArrayList<>();
        for (String name : names) {
            descriptors.add(new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8), options.family()));
        }
        List<ColumnFamilyHandle> handles = new ArrayList<>();
        try {
            RocksDB db = readOnly
                    ? RocksDB.openReadOnly(options.database(), path.toString(), descriptors, handles)
                    : RocksDB.open(options.database(), path.toString(), descriptors, handles);
            return new OpenStore(options, db, handles);
        } catch (RocksDBException e) {
            options.close();
            throw e;
        }
    }

    private static List<String> existing(Path path) throws RocksDBException {
        if (!Files.exists(path.resolve("CURRENT"))) {
            return List.of();
        }
        try (Options plain = new Options()) {
            return RocksDB.listColumnFamilies(plain, path.toString()).stream()
                    .map(name -> new String(name, StandardCharsets.UTF_8))
                    .toList();
        }
    }

    @Override
    public RocksDB db() {
        return db;
    }

    @Override
    public ColumnFamilyHandle family(String name) {
        ColumnFamilyHandle handle = families.get(name);
        if (handle == null) {
            throw new IllegalArgumentException("no column family " + name);
        }
        return handle;
    }

    @Override
    public boolean hasFamily(String name) {
        return families.containsKey(name);
    }

    List<String> familyNames() {
        return List.copyOf(families.keySet());
    }

    ColumnFamilyHandle create(String name) throws RocksDBException {
        @Nullable ColumnFamilyHandle there = families.get(name);
        if (there != null) {
            return there;
        }
        ColumnFamilyHandle handle = db.createColumnFamily(
                new ColumnFamilyDescriptor(name.getBytes(StandardCharsets.UTF_8), options.family()));
        families.put(name, handle);
        return handle;
    }

    void drop(String name) throws RocksDBException {
        ColumnFamilyHandle handle = families.remove(name);
        if (handle != null) {
            try (handle) {
                db.dropColumnFamily(handle);
            }
        }
    }

    @Override
    public void close() {
        families.values().forEach(ColumnFamilyHandle::close);
        families.clear();
        // Without closeE: an error at this point was one of storing, and is known.
        db.close();
        options.close();
    }
}
