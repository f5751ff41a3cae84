using Linli.Platform.Data;
using Linli.Platform.Modules;
using Linli.Server;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Architecture;

public class DatabaseTests
{
    private static readonly Composition House = Composition.Of(Modules.All, new ServiceCollection(), new ConfigurationBuilder().Build());

    [Theory, InlineData(DatabaseKind.Sqlite), InlineData(DatabaseKind.Postgres)]
    public void Migrations_AreInStepWithTheModel(DatabaseKind kind)
    {
        using var db = Open(kind);
        db.Database.HasPendingModelChanges().ShouldBeFalse($"""
            The model has changed: add a migration to both databases (CONTRIBUTING.md, Migrations), here
            dotnet ef migrations add NAME --project src/Migrations/{kind} --startup-project src/Server -- {(kind == DatabaseKind.Sqlite ? "sqlite" : "postgres")}
            """);
    }

    [Fact]
    public void Migrations_HaveTheSameNamesOnBothDatabases()
    {
        using var sqlite = Open(DatabaseKind.Sqlite);
        using var postgres = Open(DatabaseKind.Postgres);
        sqlite.Database.GetMigrations().Select(NameOf).ShouldBe(postgres.Database.GetMigrations().Select(NameOf));
    }

    [Fact]
    public void Tables_AreNamedAfterTheirModule()
    {
        using var db = Open(DatabaseKind.Sqlite);
        Mapped(db).Where(e => !House.Modules.Any(m => m.GetType().Assembly == e.ClrType.Assembly && e.GetTableName()!.StartsWith(m.Name + "_", StringComparison.Ordinal)))
            .Select(e => $"{e.ClrType.FullName} is kept in {e.GetTableName()}").ShouldBeEmpty();
    }

    [Fact]
    public void Entities_AreSeenByTheirModuleOnly()
    {
        using var db = Open(DatabaseKind.Sqlite);
        Mapped(db).Where(e => e.ClrType.IsVisible).Select(e => e.ClrType.FullName).ShouldBeEmpty();
    }

    // Owned rows and rows of ASP.NET Core Identity come with the entity that holds them.
    private static IEnumerable<IEntityType> Mapped(LinliDb db) =>
        db.Model.GetEntityTypes().Where(e => e.GetTableName() is not null && !e.IsOwned() && e.ClrType.FullName!.StartsWith("Linli.", StringComparison.Ordinal));

    // The model is built without asking a server anything.
    private static LinliDb Open(DatabaseKind kind)
    {
        var database = new DatabaseOptions { Kind = kind, ConnectionString = kind == DatabaseKind.Sqlite ? "Data Source=:memory:" : "Host=nowhere" };
        var options = new DbContextOptionsBuilder<LinliDb>();
        PlatformServices.Configure(options, database);
        return new(options.Options, House, database);
    }

    private static string NameOf(string migration) => migration[(migration.IndexOf('_', StringComparison.Ordinal) + 1)..];
}
