using System.Security.Cryptography;
using Linli.Platform.Data;
using Linli.Platform.Verification;
using Microsoft.EntityFrameworkCore;

namespace Linli.Platform.Files;

/// <summary>Reads every stored file again: it is there and is what was stored.</summary>
internal sealed class FileVerification(LinliDb db, FileVault vault) : IVerification
{
    public string Name => "files";

    public async Task<VerificationReport> Check(CancellationToken cancel)
    {
        var faults = new List<string>();
        long count = 0;
        var hashes = db.Records<FileRecord>().Select(f => f.Hash).Distinct();
        await foreach (var hash in hashes.AsAsyncEnumerable().WithCancellation(cancel))
        {
            count++;
            await using var bytes = vault.Open(hash);
            if (bytes is null)
                faults.Add($"The bytes of {hash} are missing: restore files/ from the backup.");
            else if (Convert.ToHexStringLower(await SHA256.HashDataAsync(bytes, cancel)) != hash)
                faults.Add($"The bytes of {hash} have changed: restore them from the backup.");
        }

        return new(count, faults);
    }
}
