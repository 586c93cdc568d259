"""Small files of the sciences: what instruments and programs write as text, CIF by gemmi, waves of Igor byte by byte.

Nothing writes Igor's formats but Igor; they are built after its Technical Note 003. What LAMMPS and SEM vendors write
is shortened from their own output.
"""

import struct

import gemmi
import numpy as np

ZEISS = (
    "\r\n0\r\n0\r\nAP_WD\r\nWD =  5.4 mm\r\nAP_IMAGE_PIXEL_SIZE\r\nImage Pixel Size = 9.878 nm\r\nAP_MAG\r\n"
    "Mag =    20.00 K X\r\nAP_ACTUALKV\r\nEHT =  5.00 kV\r\nDP_DETECTOR_CHANNEL\r\nSignal A = InLens\r\n"
)
FEI = (
    "[User]\r\nDate=08/01/2026\r\nTime=12:05:09 AM\r\n[System]\r\nSystemType=Helios\r\n[Beam]\r\nHV=5000\r\n"
    "[Scan]\r\nPixelWidth=6.4e-009\r\n[Stage]\r\nWorkingDistance=0.0041\r\n[Detectors]\r\nName=TLD\r\n"
)
LAMMPS_LOG = """LAMMPS (29 Aug 2024 - Update 1)
units           metal
atom_style      atomic
timestep        0.001
read_data       data.cu
  orthogonal box = (0 0 0) to (36.15 36.15 36.15)
run             200
WARNING: Communication cutoff is shorter than a bond (src/comm.cpp:739)
Per MPI rank memory allocation (min/avg/max) = 3.427 | 3.427 | 3.427 Mbytes
   Step          Temp          PotEng         Press
         0   300           -14160         1.5
SHAKE stats (type/ave/delta/count) on step 100
       100   150.25        -14080        -20
WARNING: Communication cutoff is shorter than a bond (src/comm.cpp:739)
       200   155           -14082        -25.5
Loop time of 1.25 on 4 procs for 200 steps with 4000 atoms

Performance: 13.824 ns/day, 1.736 hours/ns, 160.000 timesteps/s
"""
LAMMPS_DATA = """LAMMPS data file via write_data, version 29 Aug 2024, timestep = 200, units = metal

4 atoms
2 atom types

0.0 3.6 xlo xhi
0.0 3.6 ylo yhi
-1.0 3.6 zlo zhi

Masses

1 63.546 # Cu
2 15.999

Atoms # atomic

1 1 0.0 0.0 0.0 0 0 0
2 1 1.8 1.8 0.0 0 0 0
3 2 1.8 0.0 1.8 0 0 0
4 1 0.0 1.8 1.8 0 0 0

Velocities

1 0 0 0
2 0 0 0
3 0 0 0
4 0 0 0
"""
ROCK_SALT = """data_NaCl
_cell_length_a 5.6402(2)
_cell_length_b 5.6402(2)
_cell_length_c 5.6402(2)
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 90
_space_group_name_H-M_alt 'F m -3 m'
_chemical_formula_sum 'Cl Na'
_diffrn_radiation_wavelength 0.71073
_diffrn_ambient_temperature 293(2)
_diffrn_ambient_pressure ?
_audit_creation_date 2026-08-01
loop_
_space_group_symop_operation_xyz
{operations}
loop_
_atom_site_label
_atom_site_type_symbol
_atom_site_fract_x
_atom_site_fract_y
_atom_site_fract_z
Na1 Na 0 0 0
Cl1 Cl 0.5 0.5 0.5
"""


def rock_salt():
    operations = gemmi.SpaceGroup("F m -3 m").operations()
    return ROCK_SALT.format(operations="\n".join(f"'{one.triplet()}'" for one in operations))


def written_by_gemmi(path, *texts):
    document = gemmi.cif.Document()
    for text in texts:
        document.add_copied_block(gemmi.cif.read_string(text)[0])
    document.write_file(str(path))


def wave(values, *, scale=(1.0,), offset=(0.0,), units=("",), note="", order="<"):
    """A version 5 wave of 4-byte floats, up to two dimensions."""
    values = np.asarray(values, dtype=f"{order}f4")
    sizes, note_bytes = [*values.shape, 0, 0, 0, 0][:4], note.encode("latin-1")
    scales, offsets = ([*given, *[plain] * 4][:4] for given, plain in ((scale, 1.0), (offset, 0.0)))
    short = [one.encode().ljust(4, b"\x00") for one in [*units, "", "", "", ""][:4]]
    header = struct.pack(f"{order}IIIihh6sh32siI4i4d4d4s16shhdd", 0, 3_700_000_000, 3_700_000_000, values.size, 2, 0,
        b"", 1, b"trace", 0, 0, *sizes, *scales, *offsets, b"", b"".join(short), 0, 0, 0.0, 0.0)  # fmt: skip
    header = header.ljust(320, b"\x00")
    data = values.tobytes(order="F")

    def beginning(checksum):
        return struct.pack(f"{order}hhiii9iiii", 5, checksum, 320 + len(data), 0, len(note_bytes), *[0] * 9, 0, 0, 0)

    def total(content):
        return sum(struct.unpack(f"{order}{len(content) // 2}h", content))

    checksum = -total(beginning(0) + header) & 0xFFFF
    checksum -= 0x10000 if checksum >= 0x8000 else 0
    return beginning(checksum) + header + data + note_bytes


def experiment(folder, content):
    """A packed experiment that holds one wave in a folder."""

    def record(kind, data):
        return struct.pack("<Hhi", kind, 0, len(data)) + data

    return record(9, folder.encode().ljust(32, b"\x00")) + record(3, content) + record(10, b"")
