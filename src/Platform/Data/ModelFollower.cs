using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Migrations;

namespace Linli.Platform.Data;

/// <summary>Brings a database that was just migrated to a model that is ahead of its migrations, while somebody works on the model.</summary>
internal static class ModelFollower
{
    public static async Task Follow(LinliDb db, CancellationToken cancel)
    {
        var model = db.GetService<IDesignTimeModel>().Model;
        var changes = db.GetService<IMigrationsModelDiffer>().GetDifferences(Migrated(db), model.GetRelationalModel());
        foreach (var command in db.GetService<IMigrationsSqlGenerator>().Generate(changes, model))
            await db.Database.ExecuteSqlRawAsync(command.CommandText, cancel);
    }

    private static IRelationalModel? Migrated(LinliDb db) => db.GetService<IMigrationsAssembly>().ModelSnapshot?.Model is { } snapshot
        ? db.GetService<IModelRuntimeInitializer>().Initialize(snapshot is IMutableModel open ? open.FinalizeModel() : snapshot).GetRelationalModel()
        : null;
}
