using System.Buffers;
using System.IO.Pipelines;
using Linli.Platform.Data;
using Linli.Sensing.Lines;
using Linli.Tests;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests;

/// <summary>What a device said and could not be taken stands on its own page, with the reason, for whoever keeps it.</summary>
public sealed class OddFramesTests
{
    private const string Title = "What it said that could not be taken";

    public static TheoryData<DatabaseKind> Both => TestDatabase.Both;

    [Theory, MemberData(nameof(Both))]
    public async Task MessagesThatWereRefused_StandOnTheDevicesPage_FiveOfThemNewestFirst_AndOnNoOther(DatabaseKind kind)
    {
        await using var town = await TestTown.Found(kind);
        var operators = await town.StaffClient("operator");
        foreach (var code in new[] { "gauge-1", "gauge-2" })
            await operators.Post("/sensing/devices", new { code, name = "水位计", kind = "radar", place = "hf-1" }).Good();
        (await operators.Page("/desk/sensing/device/gauge-1")).ShouldNotContain(Title);

        var book = town.Services.GetRequiredService<OddFrameBook>();
        for (var i = 1; i <= 7; i++)
        {
            book.Add("mqtt", Line(town, "gauge-1"), $"readings that were refused: reason <{i}>", new("{\"level\":999}"u8.ToArray()));
            town.Time.Move(TimeSpan.FromMinutes(1));
        }

        book.Add("mqtt", Line(town, null), "a message of nobody", ReadOnlySequence<byte>.Empty);
        operators = await town.StaffClient("operator");
        var page = await operators.Page("/desk/sensing/device/gauge-1");
        page.ShouldContain(Title);
        int[] places = [.. Enumerable.Range(1, 7).Select(i => page.IndexOf($"reason &lt;{i}&gt;", StringComparison.Ordinal))];
        places[..2].ShouldAllBe(p => p < 0, "the oldest are on the page of all");
        places[2..].ShouldBe(places[2..].OrderDescending());
        places[2..].ShouldAllBe(p => p > 0, "written as text, whatever a device sends");
        page.ShouldNotContain("a message of nobody");
        page.ShouldNotContain("7B226C65", Case.Insensitive, "bytes are on the page of odd frames");
        (await operators.Page("/desk/sensing/device/gauge-2")).ShouldNotContain(Title);
    }

    private static Line Line(TestTown town, string? device) => new(new Nowhere(), "10.0.0.1:1", town.Time, () => { }) { Device = device };

    private sealed class Nowhere : IDuplexPipe
    {
        private readonly Pipe pipe = new();

        public PipeReader Input => pipe.Reader;

        public PipeWriter Output => pipe.Writer;
    }
}
