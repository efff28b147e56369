package org.docket.testkit;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;

/** A database as the hub finds it: real, with the newest schema. */
public final class TestDatabase {
    private TestDatabase() {}

    /** A fresh database that holds no recording yet. */
    public static DataSource create() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(TestParts.newDatabase());
        Flyway.configure().dataSource(database).load().migrate();
        return database;
    }
}
