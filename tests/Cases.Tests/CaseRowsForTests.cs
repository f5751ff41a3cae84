using Linli.Platform.Data;
using Linli.Platform.Security;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Cases.Tests;

/// <summary>Cases written straight into the database, for figures that must come out exactly.</summary>
internal static class CaseRowsForTests
{
    /// <summary>A case of the first community that came in at an instant.</summary>
    public static Case Row(int number, DateTimeOffset openedAt, ScopePath? grid = null, Action<Case>? with = null)
    {
        var scope = grid ?? SmallTown.First.Child("hf-1-g01");
        var item = new Case
        {
            Id = new(Guid.CreateVersion7(openedAt.AddTicks(number * 10_000L))),
            Number = $"HF-2611-{number:0000}",
            Scope = scope.Value,
            Community = scope.Parent.Value,
            Type = "report",
            Category = "lamp",
            Channel = CaseChannel.Snap,
            State = CaseState.Reported,
            Title = $"事项 {number}",
            Text = $"第 {number} 件事项",
            OpenedAt = openedAt,
        };
        with?.Invoke(item);
        return item;
    }

    public static Task Put(this TestTown town, params IEnumerable<Case> rows) => town.InScope(async services =>
    {
        var db = services.GetRequiredService<LinliDb>();
        foreach (var row in rows)
            db.Insert(row);
        await db.SaveChangesAsync();
        return true;
    });

    public static Task<Sealed> Seal(this TestTown town, string text) =>
        town.InScope(services => Task.FromResult(services.GetRequiredService<FieldCipher>().Seal(text)));
}
