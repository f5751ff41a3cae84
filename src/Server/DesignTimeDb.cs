using Linli.Platform.Data;
using Linli.Platform.Modules;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Linli.Server;

/// <summary>
/// Builds the model for <c>dotnet ef migrations add NAME --project src/Migrations/Sqlite --startup-project src/Server -- sqlite</c>
/// and the same for <c>Postgres</c> and <c>postgres</c>.
/// </summary>
internal sealed class DesignTimeDb : IDesignTimeDbContextFactory<LinliDb>
{
    public LinliDb CreateDbContext(string[] args)
    {
        var postgres = args.Contains("postgres");
        var database = new DatabaseOptions
        {
            Kind = postgres ? DatabaseKind.Postgres : DatabaseKind.Sqlite,
            ConnectionString = postgres ? "Host=localhost;Database=linli" : "Data Source=design.db",
        };
        var composition = Composition.Of(Modules.All, new ServiceCollection(), new ConfigurationBuilder().Build());
        var options = new DbContextOptionsBuilder<LinliDb>();
        PlatformServices.Configure(options, database);
        return new(options.Options, composition, database);
    }
}
