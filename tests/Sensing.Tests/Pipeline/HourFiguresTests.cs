using Linli.Sensing.Storage;
using Shouldly;
using Xunit;

namespace Linli.Sensing.Tests.Pipeline;

public sealed class HourFiguresTests
{
    [Theory]
    [InlineData(MeasureUse.Level, null, 2, new double[] { 1, 3, 2 })]
    [InlineData(MeasureUse.Count, null, 6, new double[] { 1, 3, 2 })]
    [InlineData(MeasureUse.Meter, 90d, 14, new double[] { 100, 104 })]
    [InlineData(MeasureUse.Meter, null, 4, new double[] { 100, 104 })]
    [InlineData(MeasureUse.Meter, 100d, 7, new double[] { 104, 3 })] // changed for a new one
    [InlineData(MeasureUse.Switch, null, 2, new double[] { 1, 1, 0, 1 })]
    [InlineData(MeasureUse.Switch, 1d, 1, new double[] { 1, 1, 0, 1 })] // it was on before
    public void Amount_OfAnHour_IsByTheUseOfItsMeasure(MeasureUse use, double? before, double amount, double[] values) =>
        HourFigures.Of(values, before, use).Amount.ShouldBe(amount);
}
