using Linli.Platform.Data;
using Linli.Platform.Events;
using Linli.TestServer;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace Linli.Server.Tests;

/// <summary>Events are delivered together where all goes well, and each for itself where one fails.</summary>
public sealed class RelayTests : IAsyncLifetime
{
    private const string Place = "/hf/";
    private Bed bed = null!;
    private Guid writer;

    public async ValueTask InitializeAsync()
    {
        bed = await Bed.Start();
        writer = bed.Accounts.Add(Place, NotesModule.Read);
    }

    public ValueTask DisposeAsync() => bed.DisposeAsync();

    [Fact]
    public async Task Deliver_WhenOneEventFails_UndoesOnlyWhatWasDoneForThatOne()
    {
        bed.Troubles.Add("echo: second");
        foreach (var text in (string[])["echo: first", "echo: second", "echo: third"])
            await bed.Write(writer, text, Place);
        await Until("first", "third");

        bed.Troubles.Clear();
        bed.Time.Pass(TimeSpan.FromMinutes(1));
        await Until("first", "third", "second");
        (await Undelivered()).ShouldBe(0);
    }

    [Fact]
    public async Task Deliver_WhenManySubjectsFail_StillDeliversWhatComesLater()
    {
        for (var i = 0; i < 60; i++)
        {
            bed.Troubles.Add($"echo: bad {i}");
            await bed.Write(writer, $"echo: bad {i}", Place);
        }

        await bed.Write(writer, "echo: good", Place);
        await Until("good");
    }

    [Fact]
    public async Task Deliver_WhenAnEventFails_HoldsBackLaterOnesOfItsSubject()
    {
        bed.Troubles.Add("echo: lamp");
        await bed.Write(writer, "echo: lamp", Place);
        await Bed.Until(async () => await Failed() == 1);
        bed.Troubles.Clear();
        await bed.Write(writer, "echo: lamp", Place);
        await bed.Write(writer, "echo: gate", Place);
        await Until("gate");

        bed.Time.Pass(TimeSpan.FromMinutes(1));
        await Until("gate", "lamp", "lamp");
    }

    private Task Until(params string[] echoes) => Bed.Until(async () =>
    {
        await bed.Services.GetRequiredService<Relay>().DeliverWaiting(CancellationToken.None);
        return (await Echoes()).SequenceEqual(echoes);
    });

    private Task<List<string>> Echoes() => bed.InScope((LinliDb db) => db.Records<Echo>().OrderBy(e => e.Seq).Select(e => e.Text).ToListAsync());

    private Task<int> Undelivered() => bed.InScope((LinliDb db) => db.Records<OutboxMessage>().CountAsync(m => m.DeliveredAt == null));

    private Task<int> Failed() => bed.InScope((LinliDb db) => db.Records<OutboxMessage>().CountAsync(m => m.DeliveredAt == null && m.Attempts > 0));
}
