using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Linli.Migrations.Postgres.Migrations;

/// <summary>The full-text index, which EF Core cannot describe.</summary>
[DbContext(typeof(LinliDb))]
[Migration("20261121000002_Search")]
public sealed class Search : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        CREATE TABLE platform_search (kind text NOT NULL, subject uuid NOT NULL, body tsvector NOT NULL);
        CREATE INDEX ix_platform_search_body ON platform_search USING gin (body);
        CREATE INDEX ix_platform_search_subject ON platform_search (subject);
        """);

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE platform_search;");
}
