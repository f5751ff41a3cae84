using Linli.Platform.Data;
using Linli.Tests;

namespace Linli.Journeys;

/// <summary>The same community on PostgreSQL, where <c>LINLI_TEST_POSTGRES</c> names one; its journeys begin on a working morning.</summary>
public sealed class OtherTown : Town
{
    public OtherTown() => Clock.ToNextMorning();

    protected override (DatabaseKind Kind, string Connection) Database(string folder) => TestDatabase.Fresh(DatabaseKind.Postgres, folder);
}
