using System.Buffers.Binary;
using Linli.Platform.Security;

namespace Linli.Sensing.Storage;

/// <summary>Where a person was and what was measured on them, as it lies sealed.</summary>
internal static class SealedReading
{
    private const int FixSize = 28;

    public static byte[] Seal(FieldCipher cipher, in Fix fix)
    {
        Span<byte> plain = stackalloc byte[FixSize];
        BinaryPrimitives.WriteDoubleLittleEndian(plain, fix.Latitude);
        BinaryPrimitives.WriteDoubleLittleEndian(plain[8..], fix.Longitude);
        BinaryPrimitives.WriteSingleLittleEndian(plain[16..], fix.Accuracy);
        BinaryPrimitives.WriteSingleLittleEndian(plain[20..], fix.Speed);
        BinaryPrimitives.WriteSingleLittleEndian(plain[24..], fix.Heading);
        return cipher.SealBytes(plain);
    }

    public static byte[] Seal(FieldCipher cipher, double value)
    {
        Span<byte> plain = stackalloc byte[sizeof(double)];
        BinaryPrimitives.WriteDoubleLittleEndian(plain, value);
        return cipher.SealBytes(plain);
    }

    public static Fix OpenFix(FieldCipher cipher, byte[] packet)
    {
        var plain = cipher.OpenBytes(packet).AsSpan();
        return new(
            BinaryPrimitives.ReadDoubleLittleEndian(plain), BinaryPrimitives.ReadDoubleLittleEndian(plain[8..]),
            BinaryPrimitives.ReadSingleLittleEndian(plain[16..]), BinaryPrimitives.ReadSingleLittleEndian(plain[20..]), BinaryPrimitives.ReadSingleLittleEndian(plain[24..]));
    }

    public static double OpenValue(FieldCipher cipher, byte[] packet) => BinaryPrimitives.ReadDoubleLittleEndian(cipher.OpenBytes(packet));
}
