using Linli.Platform.Text;

namespace Linli.Places;

/// <summary>Finds things by what people type: part of a name, the beginning of its pinyin, or its initials.</summary>
internal static class NameSearch
{
    /// <summary>Whether every word that was typed finds the thing by one of its names.</summary>
    public static bool Finds(string typed, params IEnumerable<string?> names)
    {
        List<string> known = [.. names.OfType<string>().Where(n => n.Length > 0)];
        return typed.Split([' ', '　'], StringSplitOptions.RemoveEmptyEntries).All(word => known.Exists(name => Finds(word, name)));
    }

    private static bool Finds(string word, string name) =>
        name.Contains(word, StringComparison.OrdinalIgnoreCase)
        || (word.All(char.IsAsciiLetterOrDigit) && Pinyin.KeyOf(name).Split(' ').Any(key => key.Contains(word, StringComparison.OrdinalIgnoreCase)));
}
