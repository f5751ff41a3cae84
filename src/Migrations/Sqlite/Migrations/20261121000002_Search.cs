using Linli.Platform.Data;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Linli.Migrations.Sqlite.Migrations;

/// <summary>The full-text index, which EF Core cannot describe.</summary>
[DbContext(typeof(LinliDb))]
[Migration("20261121000002_Search")]
public sealed class Search : Migration
{
    /// <inheritdoc/>
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        "CREATE VIRTUAL TABLE platform_search USING fts5(kind UNINDEXED, subject UNINDEXED, body, tokenize = 'unicode61 remove_diacritics 0');");

    /// <inheritdoc/>
    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DROP TABLE platform_search;");
}
