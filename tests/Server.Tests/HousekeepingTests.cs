using Linli.Platform.Data;
using Linli.Platform.Operations;
using Linli.TestServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Server.Tests;

public class HousekeepingTests
{
    [Fact]
    public async Task Run_OnSqlite_LooksHowTheTablesAreFilled()
    {
        await using var bed = await Bed.Start();
        await bed.Write(bed.Accounts.Add("/c/", NotesModule.Read), "note", "/c/");
        await using var scope = bed.Services.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<LinliDb>();
        await ActivatorUtilities.CreateInstance<Housekeeping>(scope.ServiceProvider).Run(CancellationToken.None);
        (await db.Database.SqlQuery<long>($"SELECT COUNT(*) AS \"Value\" FROM sqlite_stat1").SingleAsync()).ShouldBeGreaterThan(0);
    }
}
