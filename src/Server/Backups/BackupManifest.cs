namespace Linli.Server.Backups;

/// <summary>The first entry of a backup: what it holds, so that a restore can tell a whole one from a damaged one.</summary>
/// <param name="Format">Version of the archive's layout, 1.</param>
/// <param name="Made">When, UTC.</param>
/// <param name="Program">Version of Linli that made it.</param>
/// <param name="Database">Which database the data lay in.</param>
/// <param name="Entries">Every other entry.</param>
internal sealed record BackupManifest(
    int Format, DateTimeOffset Made, string Program, string Database, IReadOnlyList<BackupEntry> Entries)
{
    public const string FileName = "manifest.json";
    public const int CurrentFormat = 1;
}

/// <param name="Path">Path below the data folder, with forward slashes.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Sha256">Hex.</param>
internal sealed record BackupEntry(string Path, long Size, string Sha256);
