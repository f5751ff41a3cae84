using Linli.Jt808;
using Linli.Jt808.Frames;
using Linli.Tests;

namespace Linli.Devices.Tests.Jt808;

public sealed class PartsTests
{
    private readonly FakeTime time = new(TestTown.Start);

    [Fact]
    public void Parts_InAnyOrder_MakeTheMessage()
    {
        var book = new PartsBook(time);
        book.Add(Part(3, 3), [3]).Whole.ShouldBeNull();
        book.Add(Part(1, 3), [1]).Whole.ShouldBeNull();
        var whole = book.Add(Part(2, 3), [2]).Whole.ShouldNotBeNull();
        whole.Body.ShouldBe([1, 2, 3]);
        whole.FirstSerial.ShouldBe((ushort)10);
        book.Open.ShouldBe(0);
    }

    [Fact]
    public void Parts_WhenTheLastCameAndOneIsMissing_AreAskedForThreeTimesAndThenForgotten()
    {
        var book = new PartsBook(time);
        book.Add(Part(1, 3), [1]);
        book.Missing().ShouldBeEmpty();
        book.Add(Part(3, 3), [3]);
        var missing = book.Missing().ShouldHaveSingleItem();
        missing.FirstSerial.ShouldBe((ushort)10);
        missing.Numbers.ShouldBe([(ushort)2]);
        book.Missing().ShouldBeEmpty();
        for (var i = 0; i < 2; i++)
        {
            time.Move(PartsBook.AskAfter + TimeSpan.FromSeconds(1));
            book.Missing().ShouldHaveSingleItem();
        }

        time.Move(PartsBook.AskAfter + TimeSpan.FromSeconds(1));
        book.Missing().ShouldBeEmpty();
        book.Open.ShouldBe(0);
    }

    [Fact]
    public void Parts_RepeatedWithANewSerial_FillTheGap()
    {
        var book = new PartsBook(time);
        book.Add(Part(1, 2), [1]);
        time.Move(PartsBook.AskAfter + TimeSpan.FromSeconds(1));
        book.Missing().ShouldHaveSingleItem();
        book.Add(Part(2, 2) with { Serial = 99 }, [2]).Whole.ShouldNotBeNull().Body.ShouldBe([1, 2]);
    }

    [Theory]
    [InlineData(0, 3)]
    [InlineData(4, 3)]
    [InlineData(1, PartsBook.MostParts + 1)]
    public void Parts_ThatCannotBe_AreRefused(int part, int parts) => new PartsBook(time).Add(Part(part, parts), [1]).Fits.ShouldBeFalse();

    private static JtHeader Part(int part, int parts) => new(JtMessages.Positions, (ushort)(9 + part), false, 1, 0, parts, part, 16);
}
