namespace Linli.Cases.Report;

/// <summary>Which categories the words of a report point to. Pure: text and categories in, the likeliest first out.</summary>
internal static class CategoryGuess
{
    /// <summary>Categories whose keywords or name occur in the text, those with more and longer words first.</summary>
    public static IReadOnlyList<Category> Of(string? text, IEnumerable<Category> categories, int most = 3)
    {
        if (string.IsNullOrWhiteSpace(text))
            return [];
        return [.. categories
            .Where(c => c.Code != Categories.Other)
            .Select(c => (Category: c, Weight: Weight(text, c)))
            .Where(c => c.Weight > 0)
            .OrderByDescending(c => c.Weight).ThenBy(c => c.Category.Order).ThenBy(c => c.Category.Code, StringComparer.Ordinal)
            .Take(most).Select(c => c.Category)];
    }

    /// <summary>The likeliest category, or <c>null</c>.</summary>
    public static Category? Best(string? text, IEnumerable<Category> categories) => Of(text, categories, 1) is [var best] ? best : null;

    private static int Weight(string text, Category category) =>
        category.Keywords.Split(' ', StringSplitOptions.RemoveEmptyEntries).Append(category.NameZh).Append(category.NameEn)
            .Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase))
            .Sum(word => word.Length);
}
