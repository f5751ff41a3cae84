using System.Globalization;
using Linli.Cases.Read;
using Linli.Platform.Results;

namespace Linli.Open311.Speak;

/// <summary>A page of a list (<c>page</c> from 1, <c>page_size</c> up to 1,000), a common extension.</summary>
internal sealed record Page(int Skip, int Take)
{
    public static Result<Page> Of(Ask ask)
    {
        if (!TryRead(ask["page"], 1, 1_000_000, out var page))
            return Problem.Invalid("page", "open311.page", "page 应为从 1 开始的整数。", "page is a whole number from 1.");
        if (!TryRead(ask["page_size"], FindPublicCases.MaxTake, int.MaxValue, out var size))
            return Problem.Invalid("page_size", "open311.page_size", "page_size 应为 1 到 1000 的整数。", "page_size is a whole number from 1 to 1000.");
        size = Math.Min(size, FindPublicCases.MaxTake);
        return new Page((page - 1) * size, size);
    }

    private static bool TryRead(string? text, int otherwise, int most, out int number)
    {
        number = otherwise;
        return text is null || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= 1 && number <= most);
    }
}
