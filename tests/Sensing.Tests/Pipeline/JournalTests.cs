using Linli.Sensing.Pipeline;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Pipeline;

public sealed class JournalTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("linli-journal-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void TornTail_AtEveryByte_IsIgnored_AndWhatCameBeforeIsThere()
    {
        using (var journal = Open())
        {
            _ = journal.Read(0).ToList();
            journal.Append([Record(1, 40)]);
            journal.Append([Record(2, 41)]);
            journal.Append([Record(3, 50)]);
        }

        var path = Directory.GetFiles(folder, "*.log").Single();
        var whole = File.ReadAllBytes(path);
        var (second, third) = (48 + 49, 48 + 49 + 58);
        for (var cut = 0; cut < third; cut++)
        {
            var torn = whole.ToArray();
            torn.AsSpan(cut).Clear();
            File.WriteAllBytes(path, torn);
            var expected = cut >= second ? 2 : cut >= 48 ? 1 : 0;
            Count().ShouldBe(expected, $"zeros from byte {cut}");

            // A byte that was turned over tears the rest off too.
            torn = whole.ToArray();
            torn[cut] ^= 0x40;
            File.WriteAllBytes(path, torn);
            Count().ShouldBe(expected, $"byte {cut} turned over");

            File.WriteAllBytes(path, whole[..cut]);
            Count().ShouldBe(expected, $"cut off at byte {cut}");
        }
    }

    [Fact]
    public void Append_AfterATornTail_GoesOnWhereTheGoodEnds()
    {
        using (var journal = Open())
        {
            _ = journal.Read(0).ToList();
            journal.Append([Record(1, 40), Record(2, 40)]);
        }

        var path = Directory.GetFiles(folder, "*.log").Single();
        var torn = File.ReadAllBytes(path);
        torn.AsSpan(60).Clear();
        File.WriteAllBytes(path, torn);
        using (var journal = Open())
        {
            journal.Read(0).Count().ShouldBe(1);
            journal.End.ShouldBe(48);
            for (byte i = 3; i < 120; i++)
                journal.Append([Record(i, 200)]);
        }

        using var again = Open();
        again.Read(0).Select(r => (int)r.Payload[0]).ShouldBe([1, .. Enumerable.Range(3, 117)]);
        Directory.GetFiles(folder, "*.log").Length.ShouldBeGreaterThan(3);
        again.Read(48 + (208 * 100)).Count().ShouldBe(17, "only what lies behind a checkpoint is read");
        again.Forget(again.End);
        Directory.GetFiles(folder, "*.log").Length.ShouldBe(1, "the last one stays");
    }

    [Fact]
    public void Open_TwiceAtOnce_TheSecondIsTurnedAway()
    {
        using var first = Open();
        Journal.Open(folder, 4096).ShouldBeNull();
    }

    private Journal Open() => Journal.Open(folder, 4096).ShouldNotBeNull();

    private int Count()
    {
        using var journal = Open();
        return journal.Read(0).Count();
    }

    private static ArraySegment<byte> Record(byte fill, int length)
    {
        var bytes = new byte[Journal.Head + length];
        bytes.AsSpan(Journal.Head).Fill(fill);
        return bytes;
    }
}
